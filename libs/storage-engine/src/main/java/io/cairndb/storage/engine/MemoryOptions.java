package io.cairndb.storage.engine;

/**
 * How much memory an engine takes. Immutable.
 *
 * @param memtableBytes a memtable is full at this size; 1 to {@link #MEMTABLE_BYTES_MAX}
 * @param memtablesMax memtables, the active one included, before writes stop; at least 2
 * @param rangeDeletionsMax a memtable is full, too, at this many range deletions; at least 1
 * @param writeBuffers bound on memtables that engines share
 * @param blockCacheBytes decompressed blocks kept in memory, with the indexes and filters of open
 *     tables; 0 for none
 * @param readAheadBytesMax the most that a cursor reads at once, once it has gone on for long; at
 *     least 4 KiB
 */
public record MemoryOptions(
    long memtableBytes,
    int memtablesMax,
    int rangeDeletionsMax,
    WriteBufferBudget writeBuffers,
    long blockCacheBytes,
    int readAheadBytesMax) {

  /** The largest memtable: a log segment holds what fills one, and a batch. */
  public static final long MEMTABLE_BYTES_MAX = WriteBatch.BYTES_MAX / 2;

  private static final int BLOCKS_OF_CACHE_MIN = 16;
  private static final int CACHED_BLOCK_BYTES_MAX = 512 << 10;
  private static final int READ_AHEAD_BYTES_MIN = 4 << 10;

  public MemoryOptions {
    OptionChecks.require(
        memtableBytes >= 1 && memtableBytes <= MEMTABLE_BYTES_MAX,
        "a memtable has between 1 byte and " + MEMTABLE_BYTES_MAX,
        memtableBytes);
    OptionChecks.require(
        memtablesMax >= 2,
        "at least two memtables are needed, one active, one in flush",
        memtablesMax);
    OptionChecks.require(
        rangeDeletionsMax >= 1, "a memtable has room for a range deletion", rangeDeletionsMax);
    OptionChecks.require(
        blockCacheBytes >= 0, "the size of the cache must not be negative", blockCacheBytes);
    OptionChecks.require(
        readAheadBytesMax >= READ_AHEAD_BYTES_MIN,
        "read-ahead must be at least " + READ_AHEAD_BYTES_MIN + " bytes",
        readAheadBytesMax);
  }

  /**
   * The largest {@link TableOptions#blockBytes} and {@link IndexOptions#partitionBytes} that go
   * with a cache of this size: a sixteenth of it, and 512 KiB. Larger blocks may never enter the
   * cache, and each use then reads the file. Without a cache there is no bound.
   */
  public int cachedBlockBytesMax() {
    return blockCacheBytes == 0
        ? Integer.MAX_VALUE
        : (int) Math.min(blockCacheBytes / BLOCKS_OF_CACHE_MIN, CACHED_BLOCK_BYTES_MAX);
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static MemoryOptions defaults() {
    return new MemoryOptions(32L << 20, 4, 256, WriteBufferBudget.UNLIMITED, 64L << 20, 256 << 10);
  }
}
