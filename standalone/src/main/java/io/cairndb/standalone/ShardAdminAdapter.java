package io.cairndb.standalone;

import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.partition.manager.ShardAdmin;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardStatistics.Size;
import io.cairndb.storage.node.ShardAdministration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The control plane's way to the shards of the node in this process. Purging and expiry indexing
 * are background work of the shard, begun by what is asked here before; there is nothing to drive.
 */
final class ShardAdminAdapter implements ShardAdmin {
  private final ShardAdministration shards;
  private final Function<IndexSource, CompletableFuture<Void>> caughtUp;

  /** A global index and one of the partitions it is fed from. */
  record IndexSource(UUID tableId, UUID indexId, Partition source) {}

  ShardAdminAdapter(
      ShardAdministration shards, Function<IndexSource, CompletableFuture<Void>> caughtUp) {
    this.shards = shards;
    this.caughtUp = caughtUp;
  }

  @Override
  public CompletableFuture<Void> install(
      ShardId shard, TableSchema schema, List<Partition> partitions) {
    return shards.install(shard, schema, partitions);
  }

  @Override
  public CompletableFuture<Void> fence(ShardId shard, UUID tableId) {
    return shards.drop(shard, tableId);
  }

  @Override
  public CompletableFuture<Optional<Bytes>> backfill(
      UUID tableId, UUID indexId, Partition partition, Optional<Bytes> after, int maxItems) {
    return shards.backfill(partition, indexId, after, maxItems);
  }

  @Override
  public CompletableFuture<Void> awaitIndexCaughtUp(UUID tableId, UUID indexId, Partition source) {
    return caughtUp.apply(new IndexSource(tableId, indexId, source));
  }

  @Override
  public CompletableFuture<Optional<Bytes>> alignExpiry(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxItems) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletableFuture<Optional<Bytes>> purge(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxKeys) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletableFuture<PartitionStatistics> statistics(UUID tableId, Partition partition) {
    ShardAdministration.Sizes sizes = shards.statistics(tableId, partition);
    Map<UUID, Counts> byIndex = new HashMap<>();
    sizes.localIndexes().forEach((id, size) -> byIndex.put(id, counts(size)));
    return CompletableFuture.completedFuture(
        new PartitionStatistics(counts(sizes.main()), byIndex));
  }

  private static Counts counts(Size size) {
    return new Counts(size.items(), size.bytes());
  }
}
