package io.cairndb.partition.manager;

import io.cairndb.env.RealEnvironment;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop with a thread of its own. */
@RealEnvironment
public final class ThreadedControlLoop implements ControlLoop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadedControlLoop.class);
  private static final long CLOSE_SECONDS = 10;

  /** Many times what the members and routers of a large cluster ask in a second. */
  private static final int MOST_OFFERED = 16_384;

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, task -> Thread.ofPlatform().name("cairn-control-plane").daemon(true).unstarted(task));

  private final int mostOffered;
  private final AtomicInteger offered = new AtomicInteger();

  public ThreadedControlLoop() {
    this(MOST_OFFERED);
  }

  /**
   * A loop that runs.
   *
   * @param mostOffered tasks of others that may wait at a time
   */
  ThreadedControlLoop(int mostOffered) {
    this.mostOffered = mostOffered;
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, Duration.ZERO);
  }

  @Override
  public boolean offer(Runnable task) {
    if (offered.incrementAndGet() > mostOffered) {
      offered.decrementAndGet();
      return false;
    }
    try {
      executor.execute(
          () -> {
            offered.decrementAndGet();
            run(task);
          });
      return true;
    } catch (RejectedExecutionException closed) {
      offered.decrementAndGet();
      return false;
    }
  }

  /** Tasks of others that wait now. */
  public int waiting() {
    return offered.get();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is told where it runs
  public void schedule(Runnable task, Duration delay) {
    try {
      executor.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("a task came after the control loop was closed");
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error defect) {
      LOG.error("a task of the control loop failed", defect);
    }
  }

  /** Drops what is not due yet, and waits for what is: somebody may wait for its answer. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("tasks of the control loop did not end in time: waiting={}", waiting());
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
