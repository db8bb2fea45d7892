package io.cairndb.storage.engine;

/**
 * How an engine uses memory, beyond the sizes of cache and memtables. Immutable.
 *
 * @param readAheadBytesMax the most that a cursor reads at once, once it has gone on for long; at
 *     least 4 KiB
 * @param filter what new tables have
 * @param wholeIndexBytesMax a new table's index up to this size stays in memory while the table is
 *     open; a larger one is cut into partitions, which come through the cache; at least 1
 * @param indexPartitionBytes size at which a partition of an index is closed; at least 1
 */
public record MemoryOptions(
    int readAheadBytesMax, FilterKind filter, int wholeIndexBytesMax, int indexPartitionBytes) {
  private static final int READ_AHEAD_BYTES_MIN = 4 << 10;

  public MemoryOptions {
    if (readAheadBytesMax < READ_AHEAD_BYTES_MIN) {
      throw new IllegalArgumentException(
          "read-ahead must be at least " + READ_AHEAD_BYTES_MIN + " bytes: " + readAheadBytesMax);
    }
    if (wholeIndexBytesMax < 1 || indexPartitionBytes < 1) {
      throw new IllegalArgumentException("sizes of indexes must be positive");
    }
  }

  /** Options that suit most engines. */
  public static MemoryOptions defaults() {
    return new MemoryOptions(256 << 10, FilterKind.BINARY_FUSE, 16 << 10, 4 << 10);
  }

  /** These options with another {@link #readAheadBytesMax}. */
  public MemoryOptions withReadAheadBytesMax(int bytes) {
    return new MemoryOptions(bytes, filter, wholeIndexBytesMax, indexPartitionBytes);
  }

  /** These options with another {@link #filter}. */
  public MemoryOptions withFilter(FilterKind kind) {
    return new MemoryOptions(readAheadBytesMax, kind, wholeIndexBytesMax, indexPartitionBytes);
  }

  /** These options with other sizes of {@link #wholeIndexBytesMax} and partitions. */
  public MemoryOptions withIndex(int wholeBytesMax, int partitionBytes) {
    return new MemoryOptions(readAheadBytesMax, filter, wholeBytesMax, partitionBytes);
  }
}
