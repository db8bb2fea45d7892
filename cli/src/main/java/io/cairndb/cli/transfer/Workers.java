package io.cairndb.cli.transfer;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of tasks at once; the first failure stops the rest. {@link #submit} and {@link
 * #awaitIdle} are for one thread, the owner.
 */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free;
  private final int most;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public Workers(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /** Begins a task as soon as there is room for it. */
  public void submit(Callable<?> task) throws Exception {
    throwFailure();
    free.acquire();
    Future<?> begun =
        threads.submit(
            () -> {
              try {
                task.call();
              } catch (Exception failed) {
                failure.compareAndSet(null, failed);
              } finally {
                free.release();
              }
            });
    if (begun.isCancelled()) {
      throw new IllegalStateException("closed");
    }
  }

  /** Waits until nothing is under way. */
  public void awaitIdle() throws Exception {
    free.acquire(most);
    free.release(most);
    throwFailure();
  }

  /** Whether some task has failed. */
  boolean failed() {
    return failure.get() != null;
  }

  private void throwFailure() throws Exception {
    Exception first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
