package io.cairndb.storage.node;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LogOptions;

/**
 * How large the engines of a process's shards are beside its heap, outside of which most of their
 * memory is. Pure arithmetic.
 */
public record ShardSizing(long heapBytes, int shards) {
  private static final int MAX_DEFAULT_SHARDS = 16;
  private static final long MEBIBYTE = 1L << 20;
  private static final int MEMTABLES = 3;

  /** Shards of a new data directory unless told otherwise: one for each core. */
  public static int defaultShards(int processors) {
    return Math.min(MAX_DEFAULT_SHARDS, processors);
  }

  /**
   * Memtables of all shards together take about a quarter as much as the heap, their caches an
   * eighth, both outside of it. One thread compacts in each: shards are many.
   *
   * @param memory whether nothing is to be written
   */
  public EngineOptions engine(boolean memory) {
    long memtable = between(heapBytes / (12L * shards), 64 * MEBIBYTE);
    long cache = between(heapBytes / (8L * shards), 1024 * MEBIBYTE);
    long pending = between(heapBytes / (32L * shards), 32 * MEBIBYTE);
    return EngineOptions.builder()
        .memtableBytes(memtable)
        .memtablesMax(MEMTABLES)
        .blockCacheBytes(cache)
        .log(LogOptions.defaults().withPendingBytesMax(pending))
        .compaction(CompactionOptions.builder().workers(1).build())
        .writeAheadLog(!memory)
        .build();
  }

  private static long between(long value, long high) {
    return Math.max(MEBIBYTE, Math.min(value, high));
  }
}
