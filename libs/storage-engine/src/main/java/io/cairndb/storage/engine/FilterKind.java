package io.cairndb.storage.engine;

/** How tables tell that they do not hold a key, without a look at their blocks. */
public enum FilterKind {
  /**
   * Blocked Bloom filters of any number of bits a key; about 1 % of absent keys pass at 10 bits.
   */
  BLOCKED_BLOOM,
  /**
   * Binary fuse filters: 9 to 10 bits a key, 0.4 % pass. In tables of format version 2, with 9 bits
   * a key or more asked for; others have Bloom filters.
   */
  BINARY_FUSE
}
