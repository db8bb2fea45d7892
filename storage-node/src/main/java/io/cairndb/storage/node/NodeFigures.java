package io.cairndb.storage.node;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.ShardStatistics.PartitionSize;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.node.NodeListener.Work;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Figures of a storage node's shards and engines. */
public final class NodeFigures {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Sink sink;
  private final StorageNode node;
  private final NodeCounters counters;

  /** Where figures are shown. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the source of one figure.
     *
     * @param shard null for figures of the whole node
     * @param value may be read at any time, on any thread
     */
    void add(NodeMetric metric, @Nullable ShardId shard, DoubleSupplier value);
  }

  private NodeFigures(Sink sink, StorageNode node, NodeCounters counters) {
    this.sink = sink;
    this.node = node;
    this.counters = counters;
  }

  /** Adds every metric of a node that hears its events with {@code counters}. */
  public static void add(Sink sink, StorageNode node, NodeCounters counters) {
    NodeFigures all = new NodeFigures(sink, node, counters);
    node.shardIds().forEach(all::addShard);
    sink.add(NodeMetric.HOUSEKEEPING_FAILURES, null, counters::housekeepingFailures);
  }

  private void addShard(ShardId shard) {
    sink.add(
        NodeMetric.SHARD_QUEUE_DEPTH, shard, () -> node.shard(shard).statistics().queueDepth());
    sink.add(NodeMetric.SHARD_ITEMS, shard, () -> sum(shard, size -> size.size().items()));
    sink.add(NodeMetric.SHARD_ITEM_BYTES, shard, () -> sum(shard, size -> size.size().bytes()));
    addEvents(shard);
    engine(shard, NodeMetric.STORAGE_MEMTABLE_BYTES, EngineStats::memtableBytes);
    engine(shard, NodeMetric.STORAGE_TABLE_FILE_BYTES, EngineStats::tableFileBytes);
    engine(shard, NodeMetric.STORAGE_TABLE_FILES, EngineStats::tableFiles);
    integrity(shard, NodeMetric.STORAGE_DAMAGED_TABLES, stats -> stats.damaged().size());
    integrity(shard, NodeMetric.STORAGE_SCRUBBED_BYTES, stats -> stats.scrub().bytes());
    integrity(shard, NodeMetric.STORAGE_SCRUB_ROUNDS, stats -> stats.scrub().rounds());
    integrity(shard, NodeMetric.STORAGE_SCRUB_DAMAGE, stats -> stats.scrub().damageFound());
    engine(shard, NodeMetric.STORAGE_LOG_BYTES, stats -> stats.log().bytes());
    engine(shard, NodeMetric.STORAGE_LOG_SYNCS, stats -> stats.log().syncs());
    engine(shard, NodeMetric.STORAGE_LOG_SEGMENTS, stats -> stats.log().segments());
    engine(shard, NodeMetric.STORAGE_LOG_SEGMENTS_REUSED, stats -> stats.log().segmentsReused());
    engine(shard, NodeMetric.STORAGE_WRITES, EngineStats::writes);
    engine(shard, NodeMetric.STORAGE_EARLY_ROTATIONS, stats -> stats.log().earlyRotations());
    engine(shard, NodeMetric.STORAGE_WRITE_DELAYS, stats -> stats.log().delays());
    engine(
        shard,
        NodeMetric.STORAGE_WRITE_DELAY_SECONDS,
        stats -> stats.log().delayNanos() / NANOS_PER_SECOND);
    engine(shard, NodeMetric.STORAGE_WRITE_STALLS, stats -> stats.log().stalls());
    engine(
        shard,
        NodeMetric.STORAGE_WRITE_STALL_SECONDS,
        stats -> stats.log().stallNanos() / NANOS_PER_SECOND);
    engine(shard, NodeMetric.STORAGE_PINS, stats -> stats.versions().pins());
    engine(shard, NodeMetric.STORAGE_HELD_WRITES, stats -> stats.versions().heldWrites());
    engine(shard, NodeMetric.STORAGE_RANGE_DELETIONS, stats -> stats.versions().rangeDeletions());
    engine(shard, NodeMetric.STORAGE_FLUSHES, EngineStats::flushes);
    addCompaction(shard);
    engine(shard, NodeMetric.STORAGE_CACHE_HITS, stats -> stats.cache().hits());
    engine(shard, NodeMetric.STORAGE_CACHE_MISSES, stats -> stats.cache().misses());
    engine(shard, NodeMetric.STORAGE_CACHE_EVICTIONS, stats -> stats.cache().evictions());
    engine(shard, NodeMetric.STORAGE_CACHE_BYTES, stats -> stats.cache().memoryBytes());
    engine(shard, NodeMetric.STORAGE_TABLE_MEMORY_BYTES, stats -> stats.cache().tableBytes());
  }

  private void addCompaction(ShardId shard) {
    compaction(shard, NodeMetric.STORAGE_FLUSHED_BYTES, CompactionStats::flushedBytes);
    compaction(shard, NodeMetric.STORAGE_COMPACTIONS, CompactionStats::compactions);
    compaction(shard, NodeMetric.STORAGE_TRIVIAL_MOVES, CompactionStats::trivialMoves);
    compaction(shard, NodeMetric.STORAGE_COMPACTIONS_RUNNING, CompactionStats::running);
    compaction(shard, NodeMetric.STORAGE_COMPACTION_READ_BYTES, CompactionStats::bytesRead);
    compaction(shard, NodeMetric.STORAGE_COMPACTION_WRITTEN_BYTES, CompactionStats::bytesWritten);
    compaction(shard, NodeMetric.STORAGE_COMPACTION_PENDING_BYTES, CompactionStats::pendingBytes);
    compaction(shard, NodeMetric.STORAGE_DROPPED_ENTRIES, stats -> stats.dropped().entries());
    compaction(shard, NodeMetric.STORAGE_DROPPED_TABLES, stats -> stats.dropped().tables());
    compaction(
        shard,
        NodeMetric.STORAGE_COMPACTION_TARGET_RATE,
        stats -> stats.pace().targetBytesPerSecond());
    compaction(
        shard,
        NodeMetric.STORAGE_COMPACTION_PACED_SECONDS,
        stats -> stats.pace().waitedNanos() / NANOS_PER_SECOND);
    compaction(shard, NodeMetric.STORAGE_WRITE_AMPLIFICATION, CompactionStats::writeAmplification);
    compaction(shard, NodeMetric.STORAGE_SPACE_AMPLIFICATION, CompactionStats::spaceAmplification);
  }

  private void compaction(
      ShardId shard, NodeMetric metric, ToDoubleFunction<CompactionStats> value) {
    engine(shard, metric, stats -> value.applyAsDouble(stats.compaction()));
  }

  private void addEvents(ShardId shard) {
    NodeCounters.OfShard counted = counters.of(shard);
    sink.add(NodeMetric.SHARD_OVERLOADS, shard, counted.overloads::sum);
    sink.add(NodeMetric.SHARD_ENGINE_FAILURES, shard, counted.engineFailures::sum);
    sink.add(NodeMetric.SHARD_DEFECTS, shard, counted.defects::sum);
    sink.add(NodeMetric.SHARD_EXPIRED_ITEMS, shard, counted.items(Work.EXPIRY)::sum);
    sink.add(NodeMetric.SHARD_TRIMMED_CHANGES, shard, counted.items(Work.TRIM_CHANGES)::sum);
    sink.add(
        NodeMetric.SHARD_TRIMMED_TRANSACTIONS, shard, counted.items(Work.TRIM_TRANSACTIONS)::sum);
    sink.add(
        NodeMetric.SHARD_REQUEST_WINDOW,
        shard,
        () -> node.shard(shard).statistics().rememberedRequests());
  }

  private void integrity(ShardId shard, NodeMetric metric, ToDoubleFunction<IntegrityStats> value) {
    engine(shard, metric, stats -> value.applyAsDouble(stats.integrity()));
  }

  private void engine(ShardId shard, NodeMetric metric, ToDoubleFunction<EngineStats> value) {
    sink.add(metric, shard, () -> value.applyAsDouble(node.engineStats(shard)));
  }

  private double sum(ShardId shard, ToDoubleFunction<PartitionSize> value) {
    ShardStatistics statistics = node.shard(shard).statistics();
    return statistics.partitions().stream().mapToDouble(value).sum();
  }
}
