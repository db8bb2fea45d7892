package io.cairndb.index.core;

import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Global indexes as other services see them: whoever feeds them, in one process or in a service of
 * its own, answers through this. Thread-safe.
 */
public final class GlobalIndexes {
  /** How long the catalog may take to bring an index that somebody already asks about. */
  private static final Duration TOPOLOGY_WAIT = Duration.ofSeconds(1);

  private final GlobalIndexFeeder feeder;
  private final Delays delays;

  /** Who asked about what is not known yet; guarded by itself. */
  private final List<Unknown> unknown = new ArrayList<>();

  private record Unknown(Scope scope, Duration timeout, CompletableFuture<Boolean> answer) {}

  public GlobalIndexes(GlobalIndexFeeder feeder, Delays delays) {
    this.feeder = feeder;
    this.delays = delays;
  }

  /** Tables, indexes or partitions have changed. */
  public void catalogChanged() {
    feeder.reconcile();
    List<Unknown> known = new ArrayList<>();
    synchronized (unknown) {
      unknown.removeIf(
          one -> {
            boolean now = feeder.feeds(one.scope());
            if (now) {
              known.add(one);
            }
            return now || one.answer().isDone();
          });
    }
    known.forEach(this::follow);
  }

  /** The change log of a partition reaches up to {@code upTo}, at least. Does not block. */
  public void onChanges(PartitionId source, ChangePosition upTo) {
    feeder.onChanges(source, upTo);
  }

  /** Any change log of a shard may have grown without a word. Does not block. */
  public void onChanges(ShardId home) {
    feeder.onChanges(home);
  }

  /**
   * Waits until an index holds every change that was acknowledged before the call. Already complete
   * when that can be told at once.
   *
   * @return false when it did not get there in time, or the index is not fed
   */
  public CompletableFuture<Boolean> awaitCaughtUp(UUID tableId, UUID indexId, Duration timeout) {
    return feeder.awaitCaughtUp(tableId, indexId, timeout);
  }

  /**
   * The same for a caller whose catalog may be newer than this one's: an index that is not known is
   * waited for, too, for a moment. Cancelling the future ends the waiting.
   */
  public CompletableFuture<Boolean> awaitCaughtUp(Scope scope, Duration timeout) {
    if (feeder.feeds(scope)) {
      return feeder.awaitCaughtUp(scope, timeout);
    }
    Unknown asked = new Unknown(scope, timeout, new CompletableFuture<>());
    synchronized (unknown) {
      unknown.removeIf(one -> one.answer().isDone());
      unknown.add(asked);
    }
    if (feeder.feeds(scope)) {
      // It has become known in between; nobody else may take notice any more.
      follow(asked);
      return asked.answer();
    }
    Duration patience = timeout.compareTo(TOPOLOGY_WAIT) < 0 ? timeout : TOPOLOGY_WAIT;
    delays.after(patience, () -> giveUp(asked));
    delays.after(timeout, () -> asked.answer().complete(false));
    return asked.answer();
  }

  private void giveUp(Unknown asked) {
    boolean stillUnknown;
    synchronized (unknown) {
      stillUnknown = unknown.remove(asked);
    }
    if (stillUnknown) {
      asked.answer().complete(false);
    }
  }

  private void follow(Unknown asked) {
    CompletableFuture<Boolean> inner = feeder.awaitCaughtUp(asked.scope(), asked.timeout());
    var _ = inner.thenAccept(asked.answer()::complete);
    var _ = asked.answer().whenComplete((ignored, thrown) -> inner.complete(false));
  }

  /**
   * For the step of the control plane that ends the building of an index: completes once the index
   * has applied every change {@code source} recorded before the call, and fails when it did not get
   * there; the control plane asks again.
   */
  public CompletableFuture<Void> caughtUp(
      UUID tableId, UUID indexId, Partition source, Duration timeout) {
    return awaitCaughtUp(new Scope(tableId, indexId, source.id()), timeout)
        .thenAccept(
            reached -> {
              if (!reached) {
                throw new IllegalStateException("index " + indexId + " is still behind");
              }
            });
  }

  /** Whether writes to the table would leave its indexes behind without bound. */
  public boolean mustSlowDown(UUID tableId) {
    return feeder.mustSlowDown(tableId);
  }

  /** How far behind everything is now. */
  public IndexLag lag() {
    Set<UUID> slowDown = new LinkedHashSet<>();
    for (UUID table : feeder.tables()) {
      if (feeder.mustSlowDown(table)) {
        slowDown.add(table);
      }
    }
    return new IndexLag(slowDown, feeder.maxLag(), feeder.waitingFeeds(), feeder.feedsBehind());
  }

  /** Stops every feed; completes when none is at work any more. Whoever waits is told false. */
  public CompletableFuture<Void> stop() {
    CompletableFuture<Void> stopped = feeder.stop();
    List<Unknown> waiting;
    synchronized (unknown) {
      waiting = List.copyOf(unknown);
      unknown.clear();
    }
    waiting.forEach(one -> one.answer().complete(false));
    return stopped;
  }
}
