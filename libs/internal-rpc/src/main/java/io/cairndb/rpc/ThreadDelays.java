package io.cairndb.rpc;

import io.cairndb.env.RealEnvironment;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for the delays of a process. After closing, actions are dropped, and none is running
 * unless it takes seconds.
 */
@RealEnvironment
public final class ThreadDelays implements Delays, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDelays.class);

  private static final long CLOSE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor timer;

  public ThreadDelays(String threadName) {
    timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name(threadName).daemon(true).unstarted(task));
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the action deals with its own failures
  public void after(Duration delay, Runnable action) {
    try {
      timer.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("an action came after the close");
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error defect) {
      LOG.error("a delayed action failed", defect);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a delayed action does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
