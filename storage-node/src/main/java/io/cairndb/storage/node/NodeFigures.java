package io.cairndb.storage.node;

import io.cairndb.env.Clock;
import io.cairndb.metrics.Snapshots;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.ShardStatistics.PartitionSize;
import io.cairndb.storage.engine.CacheStats;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.LogStats;
import io.cairndb.storage.engine.WriteBufferBudget;
import io.cairndb.storage.node.NodeListener.Work;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Figures of a storage node's shards and engines. Those of one engine, and those of one shard, are
 * of one moment in each round of reading; see {@link Snapshots}.
 */
public final class NodeFigures {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Sink sink;
  private final NodeCounters counters;
  private final StorageNode node;
  private final Clock clock;

  /** What tells figures of one metric apart. */
  public record Tag(String name, String value) {}

  /** Where figures are shown. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the source of one figure.
     *
     * @param tags in the order in which they are shown; none for figures of the whole node
     * @param value may be read at any time, on any thread
     */
    void add(NodeMetric metric, List<Tag> tags, DoubleSupplier value);
  }

  private NodeFigures(Sink sink, StorageNode node, NodeCounters counters, Clock clock) {
    this.sink = sink;
    this.node = node;
    this.counters = counters;
    this.clock = clock;
  }

  /** Adds every metric of a node that hears its events with {@code counters}. */
  public static void add(Sink sink, StorageNode node, NodeCounters counters, Clock clock) {
    NodeFigures all = new NodeFigures(sink, node, counters, clock);
    node.shardIds().forEach(all::addShard);
    sink.add(NodeMetric.HOUSEKEEPING_FAILURES, List.of(), counters::housekeepingFailures);
    WriteBufferBudget buffers = node.writeBuffers();
    sink.add(NodeMetric.STORAGE_WRITE_BUFFER_BYTES, List.of(), buffers::bytes);
    sink.add(NodeMetric.STORAGE_WRITE_BUFFER_LIMIT, List.of(), buffers::bytesMax);
    sink.add(NodeMetric.STORAGE_WRITE_BUFFER_MEMORY, List.of(), buffers::memoryBytes);
    sink.add(NodeMetric.STORAGE_WRITE_BUFFER_ROTATIONS, List.of(), buffers::rotations);
  }

  private void addShard(ShardId shard) {
    List<Tag> tags = List.of(new Tag("shard", Integer.toString(shard.index())));
    Snapshots<ShardStatistics> statistics =
        new Snapshots<>(() -> node.shard(shard).statistics(), clock::nanoTime);
    sink.add(NodeMetric.SHARD_QUEUE_DEPTH, tags, statistics.figure(ShardStatistics::queueDepth));
    sink.add(
        NodeMetric.SHARD_ITEMS, tags, statistics.figure(all -> sum(all, it -> it.size().items())));
    sink.add(
        NodeMetric.SHARD_ITEM_BYTES,
        tags,
        statistics.figure(all -> sum(all, it -> it.size().bytes())));
    sink.add(
        NodeMetric.SHARD_REQUEST_WINDOW,
        tags,
        statistics.figure(ShardStatistics::rememberedRequests));
    addEvents(shard, tags);
    addEngine(sink, tags, () -> node.engineStats(shard), clock);
  }

  /**
   * Adds the figures of an engine that is no shard's.
   *
   * @param name stands where the others have the number of their shard
   */
  public static void addEngine(Sink sink, String name, Supplier<EngineStats> stats, Clock clock) {
    addEngine(sink, List.of(new Tag("shard", name)), stats, clock);
  }

  private static void addEngine(
      Sink sink, List<Tag> tags, Supplier<EngineStats> stats, Clock clock) {
    EngineFigures engine = new EngineFigures(sink, tags, new Snapshots<>(stats, clock::nanoTime));
    engine.add();
    int levels = stats.get().compaction().levels().size();
    for (int level = 0; level < levels; level++) {
      engine.addLevel(level);
    }
  }

  private static double sum(ShardStatistics statistics, ToDoubleFunction<PartitionSize> value) {
    return statistics.partitions().stream().mapToDouble(value).sum();
  }

  private void addEvents(ShardId shard, List<Tag> tags) {
    NodeCounters.OfShard counted = counters.of(shard);
    sink.add(NodeMetric.SHARD_OVERLOADS, tags, counted.overloads::sum);
    sink.add(NodeMetric.SHARD_ENGINE_FAILURES, tags, counted.engineFailures::sum);
    sink.add(NodeMetric.SHARD_DEFECTS, tags, counted.defects::sum);
    sink.add(NodeMetric.SHARD_ORPHANED_GROUPS, tags, () -> node.orphanedGroups(shard));
    sink.add(NodeMetric.SHARD_EXPIRED_ITEMS, tags, counted.items(Work.EXPIRY)::sum);
    sink.add(NodeMetric.SHARD_TRIMMED_CHANGES, tags, counted.items(Work.TRIM_CHANGES)::sum);
    sink.add(
        NodeMetric.SHARD_TRIMMED_TRANSACTIONS, tags, counted.items(Work.TRIM_TRANSACTIONS)::sum);
  }

  /** Those of one engine. */
  private record EngineFigures(Sink sink, List<Tag> tags, Snapshots<EngineStats> snapshots) {

    void add() {
      engine(NodeMetric.STORAGE_MEMTABLE_BYTES, EngineStats::memtableBytes);
      engine(NodeMetric.STORAGE_TABLE_FILE_BYTES, EngineStats::tableFileBytes);
      engine(NodeMetric.STORAGE_TABLE_FILES, EngineStats::tableFiles);
      engine(NodeMetric.STORAGE_WRITES, EngineStats::writes);
      engine(NodeMetric.STORAGE_FLUSHES, EngineStats::flushes);
      engine(NodeMetric.STORAGE_PINS, stats -> stats.versions().pins());
      engine(NodeMetric.STORAGE_HELD_WRITES, stats -> stats.versions().heldWrites());
      engine(NodeMetric.STORAGE_RANGE_DELETIONS, stats -> stats.versions().rangeDeletions());
      addIntegrity();
      addLog();
      addCompaction();
      addCache();
    }

    private void addIntegrity() {
      integrity(NodeMetric.STORAGE_DAMAGED_TABLES, stats -> stats.damaged().size());
      integrity(NodeMetric.STORAGE_SCRUBBED_BYTES, stats -> stats.scrub().bytes());
      integrity(NodeMetric.STORAGE_SCRUB_ROUNDS, stats -> stats.scrub().rounds());
      integrity(NodeMetric.STORAGE_SCRUB_PROGRESS, stats -> stats.scrub().progress());
      integrity(NodeMetric.STORAGE_SCRUB_DAMAGE, stats -> stats.scrub().damageFound());
      integrity(NodeMetric.STORAGE_SEALED_TABLES, stats -> stats.seals().tables());
      integrity(NodeMetric.STORAGE_STALE_KEY_TABLES, stats -> stats.seals().staleKeys());
    }

    private void addLog() {
      log(NodeMetric.STORAGE_LOG_BYTES, LogStats::bytes);
      log(NodeMetric.STORAGE_LOG_SYNCS, LogStats::syncs);
      log(NodeMetric.STORAGE_LOG_SEGMENTS, LogStats::segments);
      log(NodeMetric.STORAGE_LOG_SEGMENTS_REUSED, LogStats::segmentsReused);
      log(NodeMetric.STORAGE_EARLY_ROTATIONS, LogStats::earlyRotations);
      log(NodeMetric.STORAGE_WRITE_DELAYS, LogStats::delays);
      log(NodeMetric.STORAGE_WRITE_DELAY_SECONDS, log -> log.delayNanos() / NANOS_PER_SECOND);
      log(NodeMetric.STORAGE_WRITE_STALLS, LogStats::stalls);
      log(NodeMetric.STORAGE_WRITE_STALL_SECONDS, log -> log.stallNanos() / NANOS_PER_SECOND);
    }

    private void addCompaction() {
      compaction(NodeMetric.STORAGE_FLUSHED_BYTES, CompactionStats::flushedBytes);
      compaction(NodeMetric.STORAGE_COMPACTIONS, CompactionStats::compactions);
      compaction(NodeMetric.STORAGE_TRIVIAL_MOVES, CompactionStats::trivialMoves);
      compaction(NodeMetric.STORAGE_COMPACTIONS_RUNNING, CompactionStats::running);
      compaction(NodeMetric.STORAGE_COMPACTION_READ_BYTES, CompactionStats::bytesRead);
      compaction(NodeMetric.STORAGE_COMPACTION_WRITTEN_BYTES, CompactionStats::bytesWritten);
      compaction(NodeMetric.STORAGE_COMPACTION_PENDING_BYTES, CompactionStats::pendingBytes);
      compaction(NodeMetric.STORAGE_DROPPED_ENTRIES, stats -> stats.dropped().entries());
      compaction(NodeMetric.STORAGE_DROPPED_TABLES, stats -> stats.dropped().tables());
      compaction(
          NodeMetric.STORAGE_COMPACTION_TARGET_RATE, stats -> stats.pace().targetBytesPerSecond());
      compaction(
          NodeMetric.STORAGE_COMPACTION_PACED_SECONDS,
          stats -> stats.pace().waitedNanos() / NANOS_PER_SECOND);
      compaction(NodeMetric.STORAGE_WRITE_AMPLIFICATION, CompactionStats::writeAmplification);
      compaction(NodeMetric.STORAGE_SPACE_AMPLIFICATION, CompactionStats::spaceAmplification);
    }

    private void addCache() {
      cache(NodeMetric.STORAGE_CACHE_HITS, CacheStats::hits);
      cache(NodeMetric.STORAGE_CACHE_MISSES, CacheStats::misses);
      cache(NodeMetric.STORAGE_CACHE_EVICTIONS, CacheStats::evictions);
      cache(NodeMetric.STORAGE_CACHE_BYTES, CacheStats::memoryBytes);
      cache(NodeMetric.STORAGE_TABLE_MEMORY_BYTES, CacheStats::tableBytes);
    }

    void addLevel(int level) {
      List<Tag> ofLevel = List.of(tags.getFirst(), new Tag("level", Integer.toString(level)));
      level(NodeMetric.STORAGE_LEVEL_TABLES, ofLevel, level, CompactionStats.Level::tables);
      level(NodeMetric.STORAGE_LEVEL_BYTES, ofLevel, level, CompactionStats.Level::bytes);
      level(NodeMetric.STORAGE_LEVEL_READ_BYTES, ofLevel, level, CompactionStats.Level::bytesRead);
      level(
          NodeMetric.STORAGE_LEVEL_WRITTEN_BYTES,
          ofLevel,
          level,
          CompactionStats.Level::bytesWritten);
    }

    private void level(
        NodeMetric metric,
        List<Tag> ofLevel,
        int level,
        ToDoubleFunction<CompactionStats.Level> value) {
      sink.add(
          metric,
          ofLevel,
          snapshots.figure(stats -> value.applyAsDouble(stats.compaction().levels().get(level))));
    }

    private void cache(NodeMetric metric, ToDoubleFunction<CacheStats> value) {
      engine(metric, stats -> value.applyAsDouble(stats.cache()));
    }

    private void log(NodeMetric metric, ToDoubleFunction<LogStats> value) {
      engine(metric, stats -> value.applyAsDouble(stats.log()));
    }

    private void compaction(NodeMetric metric, ToDoubleFunction<CompactionStats> value) {
      engine(metric, stats -> value.applyAsDouble(stats.compaction()));
    }

    private void integrity(NodeMetric metric, ToDoubleFunction<IntegrityStats> value) {
      engine(metric, stats -> value.applyAsDouble(stats.integrity()));
    }

    private void engine(NodeMetric metric, ToDoubleFunction<EngineStats> value) {
      sink.add(metric, tags, snapshots.figure(value));
    }
  }
}
