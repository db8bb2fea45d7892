package io.cairndb.index.core;

import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One caller that waits until indexes hold what their sources had acknowledged when it asked.
 *
 * <p>Algorithm: ask every source for its tail, after the caller has asked; wait until the feed has
 * carried each index as far as that. A source that cannot be asked is asked again until the answer
 * is no longer wanted: an index is never called caught up with a log that nobody has seen.
 *
 * <p>Thread-safe. The answer may be completed by anybody, which ends the waiting.
 */
final class Barrier {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final int MAX_DOUBLINGS = 5;

  private final SourceFeed.Environment environment;
  private final @Nullable UUID indexId;
  private final AtomicInteger missing = new AtomicInteger(1);
  private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

  /**
   * @param indexId the index that matters; null for all that a source is fed to
   */
  Barrier(SourceFeed.Environment environment, @Nullable UUID indexId) {
    this.environment = environment;
    this.indexId = indexId;
  }

  CompletableFuture<Boolean> answer() {
    return answer;
  }

  /** Adds a source; not after {@link #close}. */
  void add(SourceFeed feed) {
    missing.incrementAndGet();
    ask(feed, 0);
  }

  /** All sources have been added. */
  void close() {
    oneMet();
  }

  private void ask(SourceFeed feed, int failures) {
    if (answer.isDone()) {
      return;
    }
    var _ =
        environment
            .changes()
            .tail(feed.source())
            .whenComplete(
                (tail, failure) -> {
                  if (tail != null) {
                    await(feed, tail);
                  } else {
                    askAgain(feed, failures);
                  }
                });
  }

  private void askAgain(SourceFeed feed, int failures) {
    environment
        .delays()
        .after(
            FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS)),
            () -> ask(feed, failures + 1));
  }

  private void await(SourceFeed feed, ChangePosition tail) {
    feed.heardOf(tail);
    boolean behind = false;
    for (UUID index : indexId == null ? feed.indexIds() : List.of(indexId)) {
      if (!feed.progress().hasReached(index, tail)) {
        behind = true;
        missing.incrementAndGet();
        await(feed.progress().await(index, tail));
      }
    }
    if (behind) {
      // Whoever tells of changes may not have told of these.
      feed.wake();
    }
    oneMet();
  }

  private void await(CompletableFuture<Boolean> index) {
    var _ =
        index.thenAccept(
            reached -> {
              if (reached) {
                oneMet();
              } else {
                answer.complete(false);
              }
            });
    // Nobody waits any longer: the feed may forget it.
    var _ = answer.whenComplete((ignored, thrown) -> index.complete(false));
  }

  private void oneMet() {
    if (missing.decrementAndGet() == 0) {
      answer.complete(true);
    }
  }
}
