package io.cairndb.storage.node;

import io.cairndb.item.Bytes;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardStatistics.PartitionSize;
import io.cairndb.shard.ShardStatistics.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What the control plane asks of the shards of this node. Every call is idempotent and durable when
 * its future completes; a future that fails ({@link IllegalStateException}) leaves open whether
 * anything happened, and the call is to be repeated. What is unknown here is done already.
 *
 * <p>Thread-safe.
 */
public final class ShardAdministration {
  private final StorageNode node;

  ShardAdministration(StorageNode node) {
    this.node = node;
  }

  /**
   * Sizes of one partition.
   *
   * @param main items, or entries in a partition of a global index
   * @param localIndexes entries by index id
   */
  public record Sizes(Size main, Map<UUID, Size> localIndexes) {
    public Sizes {
      localIndexes = Map.copyOf(localIndexes);
    }
  }

  /**
   * Makes the schema and the partitions known to their shard. A newer schema there stays; indexes
   * the schema no longer has are purged in the background, and so is a changed TTL attribute
   * indexed.
   */
  public CompletableFuture<Void> install(
      ShardId shard, TableSchema schema, List<Partition> partitions) {
    return done(shard, new Command.InstallSchema(schema, partitions));
  }

  /** Makes the shard refuse the table from now on; its data goes in the background. */
  public CompletableFuture<Void> drop(ShardId shard, UUID tableId) {
    return done(shard, new Command.DropTable(tableId));
  }

  /**
   * Shows a chunk of existing items to an index through the change log.
   *
   * @param after what the call before returned; empty to start
   * @return where to go on; empty when the partition is done, or is not here any more
   */
  public CompletableFuture<Optional<Bytes>> backfill(
      Partition partition, UUID indexId, Optional<Bytes> after, int maxItems) {
    Command command =
        new Command.BackfillChunk(
            PartitionRef.of(partition),
            Set.of(indexId),
            after.map(Bytes::toArray).orElse(null),
            maxItems);
    return progress(partition.home(), command);
  }

  /**
   * Does a chunk of what schema changes left to do in a shard (purges, expiry indexing), which the
   * node also does by itself: for callers who want to see it finished.
   *
   * @return whether anything is left
   */
  public CompletableFuture<Boolean> advanceMaintenance(ShardId shard, int maxItems) {
    return progress(shard, new Command.AdvanceMaintenance(maxItems)).thenApply(Optional::isPresent);
  }

  /** Sizes of one partition; zero when it is not here. */
  public Sizes statistics(UUID tableId, Partition partition) {
    var shard = node.shard(partition.home());
    for (PartitionSize size : shard.statistics().partitions()) {
      if (size.partition().equals(partition.id())) {
        Map<UUID, Size> byIndex = new HashMap<>();
        for (TableSchema table : shard.reader().tables()) {
          if (table.tableId().equals(tableId)) {
            for (SecondaryIndex index : table.localIndexes()) {
              byIndex.put(index.id(), size.localIndexes().getOrDefault(index.ordinal(), Size.ZERO));
            }
          }
        }
        return new Sizes(size.size(), byIndex);
      }
    }
    return new Sizes(Size.ZERO, Map.of());
  }

  private CompletableFuture<Void> done(ShardId shard, Command command) {
    return node.submit(shard, command)
        .thenAccept(
            result -> {
              if (!(result instanceof CommandResult.Done)) {
                throw notDone(result);
              }
            });
  }

  private CompletableFuture<Optional<Bytes>> progress(ShardId shard, Command command) {
    return node.submit(shard, command)
        .thenApply(
            result -> {
              if (result instanceof CommandResult.Progress progress) {
                return Optional.ofNullable(progress.next()).map(Bytes::of);
              }
              if (result instanceof Refusal.TableGone) {
                return Optional.<Bytes>empty();
              }
              throw notDone(result);
            });
  }

  private static IllegalStateException notDone(CommandResult result) {
    return new IllegalStateException("the shard did not do it: " + result);
  }
}
