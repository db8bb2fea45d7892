package io.cairndb.standalone;

import io.cairndb.transactions.Pauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions later. One thread keeps the time and only hands actions over to virtual threads, so
 * an action that blocks or fails delays no other. Thread-safe; after closing, actions are dropped.
 */
final class Timer implements Pauses, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final int MAX_DOUBLINGS = 7;
  private static final long CLOSE_SECONDS = 10;

  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(World.threads("cairn-timer"));
  private final ExecutorService actions = Executors.newVirtualThreadPerTaskExecutor();

  @SuppressWarnings("FutureReturnValueIgnored") // handing over fails only when closed
  void after(Duration delay, Runnable action) {
    try {
      scheduler.schedule(() -> handOver(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException expected) {
      return;
    }
  }

  /** Repeats an action until this closes, each time an interval after the last one has ended. */
  void every(Duration interval, Runnable action) {
    after(
        interval,
        () -> {
          try {
            action.run();
          } finally {
            every(interval, action);
          }
        });
  }

  private void handOver(Runnable action) {
    try {
      actions.execute(() -> run(action));
    } catch (RejectedExecutionException expected) {
      return;
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.error("a delayed action failed", failure);
    }
  }

  @Override
  public CompletableFuture<Void> after(int attempt) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    after(
        Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(attempt, MAX_DOUBLINGS)),
        () -> pause.complete(null));
    return pause;
  }

  /** Waits, for a bounded time, for actions that run: they use what is closed next. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    actions.shutdown();
    try {
      if (!actions.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a delayed action still runs after {} s; it is interrupted", CLOSE_SECONDS);
        actions.shutdownNow();
      }
    } catch (InterruptedException e) {
      actions.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
