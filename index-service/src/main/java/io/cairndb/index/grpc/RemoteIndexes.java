package io.cairndb.index.grpc;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.index.core.GlobalIndexFeeder;
import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.index.core.GlobalIndexes;
import io.cairndb.index.core.IndexLag;
import io.cairndb.rpc.CarriedDelays;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.StorageNodes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index feeder of a service of its own, between the shards of all storage nodes. Thread-safe.
 *
 * <p>Keeps no state: where every index is, its partitions say. Two of these may be at work at once,
 * one that takes over and one that has not been told yet; index partitions ignore what they have.
 */
public final class RemoteIndexes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteIndexes.class);
  private static final Duration STOP_WAIT = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final GlobalIndexes indexes;
  private final ChangeWatches watches;
  private final IndexGrpcService service;

  /** Changes of the cluster not dealt with; whoever raises it from zero deals with all. */
  private final AtomicInteger changes = new AtomicInteger();

  /** What is known of the cluster, at any moment. */
  public record Cluster(Supplier<FeedTopology> topology, Supplier<ClusterView> view) {}

  /** The machine. */
  public record Environment(Delays delays, Clock clock, RandomSource random) {}

  /**
   * Feeds nothing yet.
   *
   * @param nodes stays the caller's
   */
  public RemoteIndexes(
      Cluster cluster,
      StorageNodes nodes,
      Environment environment,
      FeedConfiguration feeds,
      IndexGrpcService.Limits limits) {
    this.cluster = cluster;
    Delays delays = environment.delays();
    Delays carried = new CarriedDelays(delays);
    GlobalIndexFeeder feeder =
        new GlobalIndexFeeder(
            cluster.topology(),
            new RemoteChangeSource(nodes),
            new RemoteIndexSink(nodes),
            executor,
            carried::after,
            environment.clock(),
            feeds);
    indexes = new GlobalIndexes(feeder, carried::after);
    watches = new ChangeWatches(nodes, indexes, delays, environment.random());
    service = new IndexGrpcService(indexes, delays, limits);
  }

  /** Begins with what is known of the cluster now. */
  public void start() {
    service.start();
    clusterChanged();
  }

  /** The catalog or the membership has changed. Does not block. */
  public void clusterChanged() {
    if (changes.getAndIncrement() > 0) {
      return;
    }
    try {
      executor.execute(this::takeChanges);
    } catch (RejectedExecutionException closed) {
      return;
    }
  }

  private void takeChanges() {
    int seen = changes.get();
    while (seen != 0) {
      try {
        indexes.catalogChanged();
        watches.follow(cluster.view().get().shards());
      } catch (RuntimeException defect) {
        LOG.error("a change of the cluster could not be taken over", defect);
      }
      seen = changes.addAndGet(-seen);
    }
  }

  /** What answers on the network. */
  public IndexGrpcService service() {
    return service;
  }

  /** How far behind everything is now. */
  public IndexLag lag() {
    return indexes.lag();
  }

  /** Shards whose change logs ought to be heard and are not, for meters. */
  public int unheardShards() {
    return watches.followed() - watches.connected();
  }

  /**
   * Ends after the batches under way. What has been sent may still be applied; whoever takes over
   * finds out from the cursors.
   */
  @Override
  public void close() {
    service.stop();
    watches.close();
    try {
      indexes.stop().get(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      LOG.warn("a batch has not been answered; it is left to whoever takes over");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException defect) {
      LOG.error("feeds could not be stopped", defect);
    }
    executor.shutdownNow();
  }
}
