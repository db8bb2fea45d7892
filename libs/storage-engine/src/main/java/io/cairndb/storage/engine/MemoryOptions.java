package io.cairndb.storage.engine;

/**
 * How an engine uses memory, beyond the sizes of cache and memtables. Immutable.
 *
 * @param readAheadBytesMax the most that a cursor reads at once, once it has gone on for long; at
 *     least 4 KiB
 * @param filter what new tables have
 */
public record MemoryOptions(int readAheadBytesMax, FilterKind filter) {
  private static final int READ_AHEAD_BYTES_MIN = 4 << 10;

  public MemoryOptions {
    if (readAheadBytesMax < READ_AHEAD_BYTES_MIN) {
      throw new IllegalArgumentException(
          "read-ahead must be at least " + READ_AHEAD_BYTES_MIN + " bytes: " + readAheadBytesMax);
    }
  }

  /** Options that suit most engines. */
  public static MemoryOptions defaults() {
    return new MemoryOptions(256 << 10, FilterKind.BINARY_FUSE);
  }

  /** These options with another {@link #readAheadBytesMax}. */
  public MemoryOptions withReadAheadBytesMax(int bytes) {
    return new MemoryOptions(bytes, filter);
  }

  /** These options with another {@link #filter}. */
  public MemoryOptions withFilter(FilterKind kind) {
    return new MemoryOptions(readAheadBytesMax, kind);
  }
}
