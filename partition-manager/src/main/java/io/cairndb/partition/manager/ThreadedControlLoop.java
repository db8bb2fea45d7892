package io.cairndb.partition.manager;

import io.cairndb.env.RealEnvironment;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A loop with a thread of its own. After closing, tasks are dropped. */
@RealEnvironment
public final class ThreadedControlLoop implements ControlLoop, AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("cairn-control-plane").daemon(true).unstarted(task));

  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException expected) {
      // Closed: the answer would come from a control plane that is going away.
      return;
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // tasks handle their own failures
  public void schedule(Runnable task, Duration delay) {
    try {
      executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException expected) {
      return;
    }
  }

  /** Drops what is queued and waits for the task that runs. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
