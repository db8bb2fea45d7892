package io.cairndb.standalone;

import io.cairndb.storage.engine.EngineOptions;

/** How one process divides its heap among engines. Pure arithmetic. */
record Sizing(long heapBytes, int shards) {
  private static final long MEBIBYTE = 1L << 20;
  private static final int MEMTABLES = 3;

  /** Memtables of all shards together take about a quarter of the heap, their caches an eighth. */
  EngineOptions shardEngine(boolean memory) {
    long memtable = between(MEBIBYTE, heapBytes / (12L * shards), 64 * MEBIBYTE);
    long cache = between(MEBIBYTE, heapBytes / (8L * shards), 1024 * MEBIBYTE);
    return EngineOptions.builder()
        .memtableBytes(memtable)
        .memtablesMax(MEMTABLES)
        .blockCacheBytes(cache)
        .logPendingBytesMax(between(MEBIBYTE, heapBytes / (32L * shards), 32 * MEBIBYTE))
        .writeAheadLog(!memory)
        .build();
  }

  /** The catalog is small. */
  EngineOptions controlPlaneEngine(boolean memory) {
    return EngineOptions.builder()
        .memtableBytes(MEBIBYTE)
        .memtablesMax(2)
        .blockCacheBytes(MEBIBYTE)
        .writeAheadLog(!memory)
        .build();
  }

  private static long between(long low, long value, long high) {
    return Math.max(low, Math.min(value, high));
  }
}
