package io.cairndb.partition.manager;

import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What the control plane asks of shards. Thread-safe. A future that completes normally means the
 * effect is durable; one that fails means it may or may not have happened, and the call is
 * repeated. Hence every call is idempotent, and one for a table or partition the shard has already
 * forgotten succeeds without effect.
 */
public interface ShardAdmin {

  /**
   * Makes {@code partitions}, all at home in {@code shard}, known there together with the schema
   * they belong to. A shard ignores a schema older than the one it has.
   */
  CompletableFuture<Void> install(ShardId shard, TableSchema schema, List<Partition> partitions);

  /** Makes the shard refuse every further request for the table and its indexes. */
  CompletableFuture<Void> fence(ShardId shard, UUID tableId);

  /**
   * Records up to {@code maxItems} items of the table in {@code partition} as changes for the index
   * to pick up, in order with live changes.
   *
   * @param after last key of the call before; absent to start
   * @return where to go on; absent when the partition is done
   */
  CompletableFuture<Optional<Bytes>> backfill(
      UUID tableId, UUID indexId, Partition partition, Optional<Bytes> after, int maxItems);

  /** Completes once the index has applied every change {@code source} recorded before the call. */
  CompletableFuture<Void> awaitIndexCaughtUp(UUID tableId, UUID indexId, Partition source);

  /**
   * Brings the expiry times kept for up to {@code maxItems} items in line with the installed
   * schema: adds those of the attribute, or removes all when expiry is off.
   *
   * @return where to go on; absent when the partition is done
   */
  CompletableFuture<Optional<Bytes>> alignExpiry(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxItems);

  /**
   * Deletes up to {@code maxKeys} keys of {@code partition}; with the last one the shard forgets
   * the partition. Recorded changes stay until their retention ends.
   *
   * @return where to go on; absent when nothing is left
   */
  CompletableFuture<Optional<Bytes>> purge(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxKeys);

  /** Counts of one partition of a table or of a global index; zero where it is not installed. */
  CompletableFuture<PartitionStatistics> statistics(UUID tableId, Partition partition);

  /**
   * Counts of one partition.
   *
   * @param main items, or entries in a partition of a global index
   * @param localIndexes entries by index id
   */
  record PartitionStatistics(Counts main, Map<UUID, Counts> localIndexes) {
    public PartitionStatistics {
      localIndexes = Map.copyOf(localIndexes);
    }
  }
}
