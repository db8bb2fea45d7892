package io.cairndb.storage.node;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.MemoryOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.WriteBufferBudget;
import org.jspecify.annotations.Nullable;

/**
 * The options of the engines of a process's shards. Pure arithmetic.
 *
 * <p>Memtables share one bound for all shards, so that a busy one may take what others leave.
 * Caches, rates and the room for writes on their way to the log are divided equally.
 */
public record ShardSizing(MemoryPlan memory, int shards, StorageSettings settings) {
  private static final int MAX_DEFAULT_SHARDS = 16;
  private static final long MEBIBYTE = 1L << 20;
  private static final int MEMTABLES = 3;

  /** One memtable takes no more of the shared bound, which leaves room for flushes of others. */
  private static final int BUDGET_PARTS_MIN = 4;

  /** Shards of a new data directory unless told otherwise: one for each core. */
  public static int defaultShards(int processors) {
    return Math.min(MAX_DEFAULT_SHARDS, processors);
  }

  /**
   * Options for every shard's engine; to be asked for once in a process, since engines that are
   * given the same options share a bound.
   *
   * @param transientOnly whether nothing is to be written
   * @param keyring seals what is written; null to write in the clear
   * @throws IllegalArgumentException naming the setting when blocks or partitions of indexes are
   *     larger than the cache of a shard can hold
   */
  public EngineOptions engine(boolean transientOnly, @Nullable Keyring keyring) {
    long memtable =
        between(memory.writeBufferBytes() / Math.max(BUDGET_PARTS_MIN, shards / 2), 64 * MEBIBYTE);
    long cache = Math.max(MEBIBYTE, memory.blockCacheBytes() / shards);
    long pending = between(memory.machine().heapBytes() / (32L * shards), 32 * MEBIBYTE);
    StorageSettings.Tables tables = settings.tables();
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(memtable)
            .memtablesMax(MEMTABLES)
            .writeBuffers(new WriteBufferBudget(memory.writeBufferBytes()))
            .blockCacheBytes(cache)
            .compression(settings.compression())
            .blockBytes((int) tables.blockBytes())
            .bloomBitsPerKey(tables.filterBits())
            .index(tables.index())
            .readAheadBytesMax((int) tables.readAheadBytes())
            .log(LogOptions.defaults().withEnabled(!transientOnly).withPendingBytesMax(pending))
            .compaction(
                CompactionOptions.builder()
                    .workers(settings.compaction().workers())
                    .bytesPerSecondMax(part(settings.compaction().bytesPerSecondMax()))
                    .build())
            .operations(
                OperationsOptions.defaults()
                    .withScrub(transientOnly ? ScrubOptions.off() : scrub())
                    .withKeyring(keyring))
            .build();
    requireCached("block-size", tables.blockBytes(), options.memory());
    requireCached("index-partition", tables.indexPartitionBytes(), options.memory());
    return options;
  }

  private static void requireCached(String name, long bytes, MemoryOptions engine) {
    if (bytes > engine.cachedBlockBytesMax()) {
      throw new IllegalArgumentException(
          "%s is too large: %d KiB; with %d KiB of block cache for each shard it is at most %d KiB"
              .formatted(
                  name,
                  bytes >> 10,
                  engine.blockCacheBytes() >> 10,
                  engine.cachedBlockBytesMax() >> 10));
    }
  }

  private ScrubOptions scrub() {
    ScrubOptions all = settings.scrub();
    return new ScrubOptions(part(all.bytesPerSecond()), all.pause());
  }

  /** What each shard may do of what all may; 0 stays 0, which means something else. */
  private long part(long ofAll) {
    return ofAll == 0 ? 0 : Math.max(1, ofAll / shards);
  }

  private static long between(long value, long high) {
    return Math.max(MEBIBYTE, Math.min(value, high));
  }
}
