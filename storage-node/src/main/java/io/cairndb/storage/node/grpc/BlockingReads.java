package io.cairndb.storage.node.grpc;

import io.grpc.Context;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs what may wait for a disk, each on a virtual thread, a bounded number at a time. There is no
 * queue in front: who waits for a turn waits with a deadline that is running, and had better ask
 * again. What runs for a call runs in its context. Thread-safe.
 */
public final class BlockingReads implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Executor forCalls = Context.currentContextExecutor(threads);
  private final Semaphore permits;
  private final int most;

  public BlockingReads(int most) {
    this.most = most;
    this.permits = new Semaphore(most);
  }

  /** Runs {@code work} soon; false when as much as is accepted is under way. */
  boolean tryRun(Runnable work) {
    if (!permits.tryAcquire()) {
      return false;
    }
    boolean accepted = false;
    try {
      forCalls.execute(
          () -> {
            try {
              work.run();
            } finally {
              permits.release();
            }
          });
      accepted = true;
    } catch (RejectedExecutionException closed) {
      return false;
    } finally {
      if (!accepted) {
        permits.release();
      }
    }
    return true;
  }

  /**
   * Runs {@code work}, of which the caller has one piece at a time under way; it belongs to no
   * call.
   *
   * @throws RejectedExecutionException when this is closed
   */
  void runUnbounded(Runnable work) {
    threads.execute(work);
  }

  /** Work under way. */
  public int running() {
    return most - permits.availablePermits();
  }

  /** Waits, for a bounded time, for what runs: it uses what is closed next. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
