package io.cairndb.benchmarks.engine;

/**
 * How much data, and what the stores may use. The same for all stores of a run.
 *
 * @param valueBytes of each value
 * @param keys how many different ones
 * @param cacheBytes of decompressed blocks
 * @param memtableBytes at which a memtable is flushed
 */
record Sizes(int valueBytes, long keys, long cacheBytes, long memtableBytes) {
  static final int KEY_BYTES = 16;
  static final int BLOCK_BYTES = 4 << 10;
  static final int BLOOM_BITS_PER_KEY = 10;
  static final int MEMTABLES = 4;
  static final long TABLE_BYTES = 32L << 20;
  static final long LEVEL_ONE_BYTES = 128L << 20;
  static final int LEVEL_ZERO_TRIGGER = 4;
  static final int LEVEL_ZERO_SLOWDOWN = 12;
  static final int LEVEL_ZERO_STALL = 20;

  /** Keys and values of so many entries, as the caller counts them. */
  long bytes(long entries) {
    return entries * (KEY_BYTES + valueBytes);
  }
}
