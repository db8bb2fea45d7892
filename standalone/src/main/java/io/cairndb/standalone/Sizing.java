package io.cairndb.standalone;

import io.cairndb.storage.engine.EngineListener;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.node.ShardSizing;
import org.jspecify.annotations.Nullable;

/** How one process divides its memory among engines. Pure arithmetic. */
record Sizing(ShardSizing ofShards) {
  private static final long MEBIBYTE = 1L << 20;

  /** The options of every shard's engine, to be asked for once. */
  EngineOptions shardEngine(boolean memory, @Nullable Keyring keyring) {
    return ofShards.engine(memory, keyring);
  }

  /** The catalog is small. */
  EngineOptions controlPlaneEngine(
      boolean memory, @Nullable Keyring keyring, EngineListener listener) {
    ScrubOptions scrub = memory ? ScrubOptions.off() : ofShards.settings().scrub();
    return EngineOptions.builder()
        .memtableBytes(MEBIBYTE)
        .memtablesMax(2)
        .blockCacheBytes(MEBIBYTE)
        .operations(
            OperationsOptions.defaults()
                .withKeyring(keyring)
                .withScrub(scrub)
                .withListener(listener))
        .writeAheadLog(!memory)
        .build();
  }
}
