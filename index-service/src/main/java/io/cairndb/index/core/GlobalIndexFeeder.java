package io.cairndb.index.core;

import io.cairndb.env.Clock;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps global secondary indexes in step with their tables. Thread-safe.
 *
 * <p>The owner calls {@link #reconcile} at the start and whenever tables, indexes or partitions
 * have changed, {@link #onChanges} when a change log has grown, and {@link #stop} at the end.
 */
public final class GlobalIndexFeeder {
  private static final CompletableFuture<Boolean> CAUGHT_UP =
      CompletableFuture.completedFuture(true);

  private final Supplier<FeedTopology> topology;
  private final SourceFeed.Environment environment;
  private final Object mutex = new Object();

  /** The feeds of each table; replaced as a whole, under the mutex. */
  private volatile Map<UUID, List<SourceFeed>> byTable = Map.of();

  private volatile Map<PartitionId, List<SourceFeed>> bySource = Map.of();

  /** Feeds that were told to stop and may still be at work; guarded by the mutex. */
  private final List<CompletableFuture<Void>> leaving = new ArrayList<>();

  private boolean stopped;

  /**
   * @param executor runs turns of feeds; its threads may block on the disk
   */
  public GlobalIndexFeeder(
      Supplier<FeedTopology> topology,
      ChangeSource changes,
      IndexSink sink,
      Executor executor,
      Delays delays,
      Clock clock,
      FeedConfiguration configuration) {
    this.topology = topology;
    environment =
        new SourceFeed.Environment(
            changes,
            sink,
            new Turnstile(configuration.options().maxActive(), executor),
            executor,
            delays,
            clock,
            configuration.options(),
            configuration.listener());
  }

  /** Bounds, and who hears of what happens. */
  public record FeedConfiguration(FeedOptions options, FeedListener listener) {}

  /** Starts, alters and stops feeds to match the topology as it is now. */
  public void reconcile() {
    synchronized (mutex) {
      if (stopped) {
        return;
      }
      FeedTopology now = topology.get();
      Map<UUID, List<SourceFeed>> tables = new LinkedHashMap<>();
      List<SourceFeed> superfluous = new ArrayList<>();
      byTable.values().forEach(superfluous::addAll);
      for (TableSchema table : now.tables()) {
        if (table.globalIndexes().isEmpty()) {
          continue;
        }
        List<SourceFeed> feeds = new ArrayList<>();
        for (Partition source : now.partitions().partitionsOf(table.groupId())) {
          SourceFeed feed = find(table.tableId(), source);
          if (feed == null) {
            feed = new SourceFeed(table, source, now.partitions(), environment);
            feed.wake();
          } else {
            superfluous.remove(feed);
            feed.update(table, now.partitions());
          }
          feeds.add(feed);
        }
        tables.put(table.tableId(), List.copyOf(feeds));
      }
      publish(tables);
      leaving.removeIf(CompletableFuture::isDone);
      superfluous.forEach(feed -> leaving.add(feed.stop()));
    }
  }

  private @Nullable SourceFeed find(UUID tableId, Partition source) {
    for (SourceFeed feed : byTable.getOrDefault(tableId, List.of())) {
      if (feed.source().equals(source)) {
        return feed;
      }
    }
    return null;
  }

  private void publish(Map<UUID, List<SourceFeed>> tables) {
    Map<PartitionId, List<SourceFeed>> sources = new LinkedHashMap<>();
    for (List<SourceFeed> feeds : tables.values()) {
      for (SourceFeed feed : feeds) {
        sources.computeIfAbsent(feed.source().id(), ignored -> new ArrayList<>()).add(feed);
      }
    }
    byTable = Map.copyOf(tables);
    bySource = Map.copyOf(sources);
  }

  /** The change log of a partition reaches up to {@code upTo}, at least. Does not block. */
  public void onChanges(PartitionId source, ChangePosition upTo) {
    for (SourceFeed feed : bySource.getOrDefault(source, List.of())) {
      feed.heardOf(upTo);
      feed.wake();
    }
  }

  /** Any change log of a shard may have grown without a word. Does not block. */
  public void onChanges(ShardId home) {
    for (List<SourceFeed> feeds : bySource.values()) {
      for (SourceFeed feed : feeds) {
        if (feed.source().home().equals(home)) {
          feed.wake();
        }
      }
    }
  }

  /**
   * Waits until an index holds every change that was acknowledged before the call.
   *
   * @return false when it did not get there in time, or the index is not fed (any more). Completing
   *     or cancelling the future ends the waiting
   */
  public CompletableFuture<Boolean> awaitCaughtUp(UUID tableId, UUID indexId, Duration timeout) {
    List<SourceFeed> feeds = byTable.get(tableId);
    if (feeds == null) {
      return CompletableFuture.completedFuture(false);
    }
    boolean caughtUp = true;
    for (int i = 0; i < feeds.size() && caughtUp; i++) {
      caughtUp = feeds.get(i).isCaughtUp(indexId);
    }
    return caughtUp ? CAUGHT_UP : await(feeds, indexId, timeout);
  }

  /** The same for all that is in {@code scope}. */
  public CompletableFuture<Boolean> awaitCaughtUp(Scope scope, Duration timeout) {
    List<SourceFeed> feeds = feedsIn(scope);
    return feeds.isEmpty()
        ? CompletableFuture.completedFuture(false)
        : await(feeds, scope.indexId(), timeout);
  }

  /** Whether what is in scope is known and fed. */
  boolean feeds(Scope scope) {
    return !feedsIn(scope).isEmpty();
  }

  private List<SourceFeed> feedsIn(Scope scope) {
    UUID indexId = scope.indexId();
    List<SourceFeed> found = new ArrayList<>();
    for (SourceFeed feed : byTable.getOrDefault(scope.tableId(), List.of())) {
      if ((scope.source() == null || feed.source().id().equals(scope.source()))
          && (indexId == null || feed.feeds(indexId))) {
        found.add(feed);
      }
    }
    return found;
  }

  private CompletableFuture<Boolean> await(
      List<SourceFeed> feeds, @Nullable UUID indexId, Duration timeout) {
    Barrier barrier = new Barrier(environment, indexId);
    feeds.forEach(barrier::add);
    barrier.close();
    CompletableFuture<Boolean> answer = barrier.answer();
    if (!answer.isDone()) {
      environment.delays().after(timeout, () -> answer.complete(false));
    }
    return answer;
  }

  /** How far the slowest index of a table is behind the newest change, in time. */
  public Duration lag(UUID tableId) {
    long lagMillis = 0;
    for (SourceFeed feed : byTable.getOrDefault(tableId, List.of())) {
      lagMillis = Math.max(lagMillis, feed.lagMillis());
    }
    return Duration.ofMillis(lagMillis);
  }

  /** The lag of the table whose indexes are furthest behind. */
  public Duration maxLag() {
    Duration most = Duration.ZERO;
    for (UUID tableId : byTable.keySet()) {
      Duration one = lag(tableId);
      most = one.compareTo(most) > 0 ? one : most;
    }
    return most;
  }

  /** Whether an index is so far behind that writers of its table must be slowed down. */
  public boolean mustSlowDown(UUID tableId) {
    long bound = environment.options().maxLag().toMillis();
    for (SourceFeed feed : byTable.getOrDefault(tableId, List.of())) {
      if (!feed.isSourceAway() && feed.lagMillis() > bound) {
        return true;
      }
    }
    return false;
  }

  /** Feeds that have changes to apply, as far as is known. */
  int feedsBehind() {
    int behind = 0;
    for (List<SourceFeed> feeds : byTable.values()) {
      for (SourceFeed feed : feeds) {
        behind += feed.isBehind() ? 1 : 0;
      }
    }
    return behind;
  }

  /** Tables that are fed. */
  Set<UUID> tables() {
    return byTable.keySet();
  }

  /** Feeds that wait for their turn, for meters. */
  public int waitingFeeds() {
    return environment.turnstile().waiting();
  }

  /** Stops every feed; completes when none is at work any more. */
  public CompletableFuture<Void> stop() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    synchronized (mutex) {
      stopped = true;
      ends.addAll(leaving);
      for (List<SourceFeed> feeds : byTable.values()) {
        feeds.forEach(feed -> ends.add(feed.stop()));
      }
      publish(Map.of());
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }
}
