package io.cairndb.storage.engine;

/**
 * How the index of a new SSTable is laid out. Immutable.
 *
 * @param wholeBytesMax an index up to this size stays in memory while the table is open; a larger
 *     one is cut into partitions, which come through the cache; at least 1
 * @param partitionBytes size at which a partition is closed; at least 1, and not above {@link
 *     MemoryOptions#cachedBlockBytesMax} if the cache is to be of use
 */
public record IndexOptions(int wholeBytesMax, int partitionBytes) {
  public IndexOptions {
    OptionChecks.require(
        wholeBytesMax >= 1, "the size of a whole index must be positive", wholeBytesMax);
    OptionChecks.require(
        partitionBytes >= 1, "the size of an index partition must be positive", partitionBytes);
  }

  /** Options that suit most engines. */
  public static IndexOptions defaults() {
    return new IndexOptions(16 << 10, 4 << 10);
  }
}
