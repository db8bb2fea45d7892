package io.cairndb.standalone;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.ShardStatistics.PartitionSize;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.node.NodeListener.Work;
import io.cairndb.storage.node.StorageNode;
import java.util.function.ToDoubleFunction;

/** Figures of a storage node's shards and engines. */
final class NodeFigures {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Figures figures;
  private final StorageNode node;
  private final NodeCounters counters;

  private NodeFigures(Figures figures, StorageNode node, NodeCounters counters) {
    this.figures = figures;
    this.node = node;
    this.counters = counters;
  }

  static void add(Figures figures, StorageNode node, NodeCounters counters) {
    NodeFigures all = new NodeFigures(figures, node, counters);
    node.shardIds().forEach(all::addShard);
    figures.add(Metric.HOUSEKEEPING_FAILURES, counters::housekeepingFailures);
  }

  private void addEvents(ShardId shard) {
    String tag = Integer.toString(shard.index());
    NodeCounters.OfShard counted = counters.of(shard);
    figures.add(Metric.SHARD_OVERLOADS, tag, counted.overloads::sum);
    figures.add(Metric.SHARD_ENGINE_FAILURES, tag, counted.engineFailures::sum);
    figures.add(Metric.SHARD_DEFECTS, tag, counted.defects::sum);
    figures.add(Metric.SHARD_EXPIRED_ITEMS, tag, counted.items(Work.EXPIRY)::sum);
    figures.add(Metric.SHARD_TRIMMED_CHANGES, tag, counted.items(Work.TRIM_CHANGES)::sum);
    figures.add(Metric.SHARD_TRIMMED_TRANSACTIONS, tag, counted.items(Work.TRIM_TRANSACTIONS)::sum);
    figures.add(
        Metric.SHARD_REQUEST_WINDOW,
        tag,
        () -> node.shard(shard).statistics().rememberedRequests());
  }

  private void addShard(ShardId shard) {
    String tag = Integer.toString(shard.index());
    figures.add(Metric.SHARD_QUEUE_DEPTH, tag, () -> node.shard(shard).statistics().queueDepth());
    figures.add(Metric.SHARD_ITEMS, tag, () -> sum(shard, size -> size.size().items()));
    figures.add(Metric.SHARD_ITEM_BYTES, tag, () -> sum(shard, size -> size.size().bytes()));
    addEvents(shard);
    engine(shard, Metric.STORAGE_MEMTABLE_BYTES, EngineStats::memtableBytes);
    engine(shard, Metric.STORAGE_TABLE_FILE_BYTES, EngineStats::tableFileBytes);
    engine(shard, Metric.STORAGE_TABLE_FILES, EngineStats::tableFiles);
    engine(shard, Metric.STORAGE_LOG_BYTES, EngineStats::logBytes);
    engine(shard, Metric.STORAGE_LOG_SYNCS, EngineStats::logSyncs);
    engine(shard, Metric.STORAGE_WRITES, EngineStats::writes);
    engine(shard, Metric.STORAGE_WRITE_STALLS, EngineStats::writeStalls);
    engine(
        shard,
        Metric.STORAGE_WRITE_STALL_SECONDS,
        stats -> stats.writeStallNanos() / NANOS_PER_SECOND);
    engine(shard, Metric.STORAGE_FLUSHES, EngineStats::flushes);
    engine(shard, Metric.STORAGE_COMPACTIONS, EngineStats::compactions);
    engine(shard, Metric.STORAGE_COMPACTION_READ_BYTES, EngineStats::compactionBytesRead);
    engine(shard, Metric.STORAGE_COMPACTION_WRITTEN_BYTES, EngineStats::compactionBytesWritten);
    engine(shard, Metric.STORAGE_CACHE_HITS, EngineStats::blockCacheHits);
    engine(shard, Metric.STORAGE_CACHE_MISSES, EngineStats::blockCacheMisses);
  }

  private void engine(ShardId shard, Metric metric, ToDoubleFunction<EngineStats> value) {
    figures.add(
        metric,
        Integer.toString(shard.index()),
        () -> value.applyAsDouble(node.engineStats(shard)));
  }

  private double sum(ShardId shard, ToDoubleFunction<PartitionSize> value) {
    ShardStatistics statistics = node.shard(shard).statistics();
    return statistics.partitions().stream().mapToDouble(value).sum();
  }
}
