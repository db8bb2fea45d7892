package io.cairndb.storage.engine.lsm;

import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.VersionOptions;

/** Options small enough that a few hundred writes reach every part of the engine. */
final class RandomOptions {
  private RandomOptions() {}

  private static VersionOptions versions(RandomSource random) {
    VersionOptions newest = VersionOptions.defaults();
    return random.nextInt(2) == 0
        ? newest
        : newest.retaining(1 + random.nextInt(60), 1 + random.nextInt(5));
  }

  private static CompactionOptions compaction(RandomSource random) {
    int trigger = 1 + random.nextInt(4);
    return CompactionOptions.builder()
        .tableBytes(500L << random.nextInt(6))
        .levelZero(trigger, trigger + 4, trigger + 8)
        .levelBaseBytes(1000L << random.nextInt(5))
        .tombstoneShareMax(0.2 + 0.2 * random.nextInt(5))
        .workers(1 + random.nextInt(3))
        .build();
  }

  /** In two of three, tables of a few blocks have their index in several partitions. */
  private static IndexOptions index(RandomSource random) {
    return random.nextInt(3) == 0
        ? IndexOptions.defaults()
        : new IndexOptions(1 + random.nextInt(100), 1 + random.nextInt(200));
  }

  static EngineOptions choose(RandomSource random) {
    LogOptions log =
        LogOptions.defaults()
            .withSpareSegmentsMax(random.nextInt(3))
            .withReserveBytes(random.nextInt(3) * random.nextInt(3000));
    return EngineOptions.builder()
        .log(log)
        .memtableBytes(500L << random.nextInt(6))
        .memtablesMax(2 + random.nextInt(3))
        .blockBytes(64 << random.nextInt(6))
        .restartInterval(1 + random.nextInt(8))
        .bloomBitsPerKey(random.nextInt(3) * 5)
        .compression(Compression.values()[random.nextInt(3)])
        .blockCacheBytes(random.nextInt(2) == 0 ? 0 : 64 << 10)
        .compaction(compaction(random))
        .index(index(random))
        .versions(versions(random))
        .operations(keys(random.nextInt(3) == 0))
        .build();
  }

  /** What is sealed can always be read; whether new files are changes with every opening. */
  private static OperationsOptions keys(boolean seal) {
    return OperationsOptions.defaults()
        .withKeyring(seal ? TestKeyring.ONE : TestKeyring.ONE.forReadingOnly());
  }

  /** Defaults that can read whatever was written with {@link #choose}. */
  static EngineOptions sealed() {
    return EngineOptions.builder().operations(keys(true)).build();
  }
}
