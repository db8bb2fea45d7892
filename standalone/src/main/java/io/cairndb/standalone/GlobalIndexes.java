package io.cairndb.standalone;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.index.core.ChangeSource;
import io.cairndb.index.core.FeedListener;
import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.index.core.GlobalIndexFeeder;
import io.cairndb.index.core.IndexSink;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.shard.ChangeLogReader;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.storage.node.StorageNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index feeder of this process, between its shards. Thread-safe. */
final class GlobalIndexes implements IndexBarrier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GlobalIndexes.class);
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final int RETRIES_WORTH_A_WARNING = 10;
  private static final Duration STEP_WAIT = Duration.ofMinutes(10);

  private final Clock clock;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final GlobalIndexFeeder feeder;
  private final List<ChangeLogReader.Subscription> subscriptions = new ArrayList<>();

  GlobalIndexes(
      StorageNode node, ChangeSource changes, World world, Timer timer, Supplier<Catalog> catalog) {
    clock = world.clock();
    feeder =
        new GlobalIndexFeeder(
            () -> topology(catalog.get()),
            changes,
            new LocalIndexPartitions(node),
            executor,
            timer::after,
            clock,
            new GlobalIndexFeeder.FeedConfiguration(FeedOptions.DEFAULT, new Warnings()));
    node.shardIds()
        .forEach(
            shard ->
                subscriptions.add(
                    node.changes(shard)
                        .subscribe((partition, upTo) -> feeder.onChanges(partition))));
  }

  private static FeedTopology topology(Catalog catalog) {
    return new FeedTopology(
        catalog.tables().values().stream().map(TableDescriptor::schema).toList(),
        catalog.partitions());
  }

  /** Tables, indexes or partitions have changed. */
  void catalogChanged() {
    feeder.reconcile();
  }

  /** Whether writes to the table would leave its indexes behind without bound. */
  boolean mustSlowDown(UUID tableId) {
    return feeder.mustSlowDown(tableId);
  }

  /** Seconds that the slowest index is behind its table. */
  double lagSeconds() {
    return feeder.maxLag().toMillis() / MILLIS_PER_SECOND;
  }

  int waitingFeeds() {
    return feeder.waitingFeeds();
  }

  /** Fails when the index did not get there; the control plane asks again. */
  CompletableFuture<Void> caughtUp(ShardAdminAdapter.IndexSource source) {
    feeder.reconcile();
    return feeder
        .awaitCaughtUp(source.tableId(), source.indexId(), STEP_WAIT)
        .thenAccept(
            reached -> {
              if (!reached) {
                throw new CompletionException(
                    new IllegalStateException("index " + source.indexId() + " is still behind"));
              }
            });
  }

  @Override
  public CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline) {
    return feeder.awaitCaughtUp(tableId, indexId, deadline.remaining(clock));
  }

  @Override
  public void close() {
    subscriptions.forEach(ChangeLogReader.Subscription::close);
    feeder.stop().join();
    executor.close();
  }

  /** Index partitions of this node's shards. */
  private record LocalIndexPartitions(StorageNode node) implements IndexSink {
    @Override
    public CompletableFuture<CommandResult> apply(
        Partition destination, Command.ApplyIndexChanges changes) {
      return node.submit(destination.home(), changes);
    }

    @Override
    public ChangePosition cursor(Partition destination, PartitionId source) {
      return node.changes(destination.home()).indexCursor(destination.id(), source);
    }
  }

  private static final class Warnings implements FeedListener {
    @Override
    public void onRetry(UUID tableId, PartitionId source, int failures, String reason) {
      if (failures % RETRIES_WORTH_A_WARNING == 0) {
        LOG.warn(
            "indexes fall behind: table={} partition={} failures={} reason={}",
            tableId,
            source.value(),
            failures,
            reason);
      }
    }
  }
}
