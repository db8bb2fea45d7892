package io.cairndb.standalone;

import io.cairndb.transactions.Pauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short actions later, on one thread. Thread-safe; after closing, actions are dropped. */
@SuppressWarnings("FutureReturnValueIgnored") // actions handle their own failures
final class Timer implements Pauses, AutoCloseable {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final int MAX_DOUBLINGS = 7;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(World.threads("cairn-timer"));

  void after(Duration delay, Runnable action) {
    try {
      executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException expected) {
      return;
    }
  }

  void every(Duration interval, Runnable action) {
    executor.scheduleWithFixedDelay(
        action, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public CompletableFuture<Void> after(int attempt) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    after(
        Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(attempt, MAX_DOUBLINGS)),
        () -> pause.complete(null));
    return pause;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
