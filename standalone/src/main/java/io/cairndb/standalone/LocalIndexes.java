package io.cairndb.standalone;

import io.cairndb.control.plane.Catalog;
import io.cairndb.coordination.Deadline;
import io.cairndb.env.Clock;
import io.cairndb.index.core.ChangeSource;
import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.index.core.GlobalIndexFeeder;
import io.cairndb.index.core.GlobalIndexes;
import io.cairndb.index.core.IndexSink;
import io.cairndb.index.core.LoggingFeedListener;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.shard.ChangeLogReader;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.storage.node.StorageNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The index feeder of this process, between its shards. Thread-safe. */
final class LocalIndexes implements IndexBarrier, AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final Duration STEP_WAIT = Duration.ofMinutes(10);

  private final Clock clock;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final GlobalIndexes indexes;
  private final List<ChangeLogReader.Subscription> subscriptions = new ArrayList<>();

  LocalIndexes(StorageNode node, World world, Timer timer, Supplier<Catalog> catalog) {
    clock = world.clock();
    GlobalIndexFeeder feeder =
        new GlobalIndexFeeder(
            () -> FeedTopology.of(catalog.get()),
            new LocalChanges(node),
            new LocalIndexPartitions(node),
            executor,
            timer::after,
            clock,
            new GlobalIndexFeeder.FeedConfiguration(
                FeedOptions.DEFAULT,
                new LoggingFeedListener(LoggerFactory.getLogger(GlobalIndexes.class))));
    indexes = new GlobalIndexes(feeder, timer::after);
    node.shardIds()
        .forEach(shard -> subscriptions.add(node.changes(shard).subscribe(indexes::onChanges)));
  }

  /** Tables, indexes or partitions have changed. */
  void catalogChanged() {
    indexes.catalogChanged();
  }

  /** Whether writes to the table would leave its indexes behind without bound. */
  boolean mustSlowDown(UUID tableId) {
    return indexes.mustSlowDown(tableId);
  }

  /** Seconds that the slowest index is behind its table. */
  double lagSeconds() {
    return indexes.lag().lag().toMillis() / MILLIS_PER_SECOND;
  }

  int waitingFeeds() {
    return indexes.lag().feedsWaiting();
  }

  /** Fails when the index did not get there; the control plane asks again. */
  CompletableFuture<Void> caughtUp(ShardAdminAdapter.IndexSource source) {
    indexes.catalogChanged();
    return indexes.caughtUp(source.tableId(), source.indexId(), source.source(), STEP_WAIT);
  }

  @Override
  public CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline) {
    return indexes.awaitCaughtUp(tableId, indexId, deadline.remaining(clock));
  }

  @Override
  public void close() {
    subscriptions.forEach(ChangeLogReader.Subscription::close);
    indexes.stop().join();
    executor.close();
  }

  /** Change logs of this node's shards: what they end with is at hand. */
  private record LocalChanges(StorageNode node) implements ChangeSource {
    @Override
    public CompletableFuture<List<ChangeRecord.Positioned>> read(
        Partition source, ChangePosition after, int maxRecords, long maxBytes) {
      return CompletableFuture.completedFuture(
          node.changes(source.home()).read(source.id(), after, maxRecords, maxBytes));
    }

    @Override
    public CompletableFuture<ChangePosition> tail(Partition source) {
      return CompletableFuture.completedFuture(tailAtHand(source));
    }

    @Override
    public ChangePosition tailAtHand(Partition source) {
      return node.changes(source.home()).tail(source.id());
    }
  }

  /** Index partitions of this node's shards. */
  private record LocalIndexPartitions(StorageNode node) implements IndexSink {
    @Override
    public CompletableFuture<CommandResult> apply(
        Partition destination, Command.ApplyIndexChanges changes) {
      return node.submit(destination.home(), changes);
    }

    @Override
    public CompletableFuture<ChangePosition> cursor(Partition destination, PartitionId source) {
      return CompletableFuture.completedFuture(
          node.changes(destination.home()).indexCursor(destination.id(), source));
    }
  }
}
