package io.cairndb.storage.engine;

/** How blocks of SSTables are stored. A block that does not shrink is stored as it is. */
public enum Compression {
  NONE,
  LZ4,
  /** Smaller than LZ4 and slower; tables of {@link FormatVersion#FIRST} have LZ4 instead. */
  ZSTD
}
