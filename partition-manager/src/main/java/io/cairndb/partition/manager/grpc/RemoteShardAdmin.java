package io.cairndb.partition.manager.grpc;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.partition.manager.ShardAdmin;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.node.NodeAdministration;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.ShardStatistics.PartitionSize;
import io.cairndb.shard.ShardStatistics.Size;
import io.grpc.Channel;
import io.grpc.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's way to shards of other processes. Purging and expiry indexing are background
 * work of the shard, begun by what is asked here before; there is nothing to drive. Thread-safe.
 */
public final class RemoteShardAdmin implements ShardAdmin {
  private final StorageNodes nodes;
  private final NodeAdministration administration;
  private final Supplier<? extends Channel> indexService;
  private final Duration indexDeadline;
  private final Supplier<Catalog> catalog;

  /** Statistics being asked for: a table has many partitions in one shard. */
  private final Map<ShardId, CompletableFuture<ShardStatistics>> asked = new ConcurrentHashMap<>();

  /**
   * A way to the shards of {@code nodes}.
   *
   * @param indexService asked for each call
   * @param indexDeadline time for an index to catch up before it is asked again
   * @param catalog tells which local indexes a table has
   */
  public RemoteShardAdmin(
      StorageNodes nodes,
      Supplier<? extends Channel> indexService,
      Duration indexDeadline,
      Supplier<Catalog> catalog) {
    this.nodes = nodes;
    this.administration = nodes.administration();
    this.indexService = indexService;
    this.indexDeadline = indexDeadline;
    this.catalog = catalog;
  }

  @Override
  public CompletableFuture<Void> install(
      ShardId shard, TableSchema schema, List<Partition> partitions) {
    return administration.install(shard, schema, partitions);
  }

  @Override
  public CompletableFuture<Void> fence(ShardId shard, UUID tableId) {
    return administration.drop(shard, tableId);
  }

  @Override
  public CompletableFuture<Optional<Bytes>> backfill(
      UUID tableId, UUID indexId, Partition partition, Optional<Bytes> after, int maxItems) {
    return administration.backfill(partition, indexId, after, maxItems);
  }

  @Override
  public CompletableFuture<Void> awaitIndexCaughtUp(UUID tableId, UUID indexId, Partition source) {
    AwaitCaughtUpRequest request =
        AwaitCaughtUpRequest.newBuilder()
            .setTable(Payloads.id(tableId))
            .setIndex(Payloads.id(indexId))
            .setSource(Payloads.id(source.id().value()))
            .build();
    return Calls.ask(
            indexService.get(), IndexServiceGrpc.getAwaitCaughtUpMethod(), request, indexDeadline)
        .thenAccept(
            answer -> {
              if (!answer.getCaughtUp()) {
                throw new IllegalStateException("index " + indexId + " has not caught up yet");
              }
            });
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
    return shard(partition.home()).thenApply(found -> part(tableId, partition, found));
  }

  private CompletableFuture<ShardStatistics> shard(ShardId shard) {
    CompletableFuture<ShardStatistics> mine = new CompletableFuture<>();
    CompletableFuture<ShardStatistics> other = asked.putIfAbsent(shard, mine);
    if (other != null) {
      return other;
    }
    // Others may wait for the answer: it does not end with the call that asked first.
    Context own = Context.current().fork();
    Context previous = own.attach();
    try {
      var unused =
          nodes
              .statistics(shard)
              .whenComplete((found, failure) -> answered(shard, mine, found, failure));
    } catch (RuntimeException defect) {
      answered(shard, mine, null, defect);
    } finally {
      own.detach(previous);
    }
    return mine;
  }

  private void answered(
      ShardId shard,
      CompletableFuture<ShardStatistics> waiting,
      @Nullable ShardStatistics found,
      @Nullable Throwable failure) {
    asked.remove(shard, waiting);
    if (failure != null) {
      waiting.completeExceptionally(failure);
    } else {
      waiting.complete(found);
    }
  }

  private PartitionStatistics part(UUID tableId, Partition partition, ShardStatistics statistics) {
    for (PartitionSize size : statistics.partitions()) {
      if (size.partition().equals(partition.id())) {
        Map<UUID, Counts> byIndex = new HashMap<>();
        TableDescriptor table = catalog.get().table(tableId);
        if (table != null) {
          for (SecondaryIndex index : table.schema().localIndexes()) {
            byIndex.put(
                index.id(), counts(size.localIndexes().getOrDefault(index.ordinal(), Size.ZERO)));
          }
        }
        return new PartitionStatistics(counts(size.size()), byIndex);
      }
    }
    return new PartitionStatistics(Counts.ZERO, Map.of());
  }

  private static Counts counts(Size size) {
    return new Counts(size.items(), size.bytes());
  }
}
