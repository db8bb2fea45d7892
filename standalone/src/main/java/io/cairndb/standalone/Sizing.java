package io.cairndb.standalone;

import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.node.ShardSizing;

/** How one process divides its heap among engines. Pure arithmetic. */
record Sizing(long heapBytes, int shards) {
  private static final long MEBIBYTE = 1L << 20;

  EngineOptions shardEngine(boolean memory) {
    return new ShardSizing(heapBytes, shards).engine(memory);
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
}
