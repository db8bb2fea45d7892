package io.cairndb.env;

import java.time.Duration;

/**
 * A task that runs again whenever it is signalled, never twice at once. Thread-safe. The duty cycle
 * of a background activity: the task does what there is to do and returns; it must not throw.
 */
public interface Worker extends AutoCloseable {

  /** Makes the task run at least once after this call began. Returns without waiting. */
  void signal();

  /**
   * Makes the task run at least once when {@code delay} has passed, and not for that before. Counts
   * instead of what was asked for by an earlier call; a signal leaves it as it is. Returns without
   * waiting.
   */
  void signalAfter(Duration delay);

  /**
   * For callers about to wait for this worker: a worker without a thread of its own runs its
   * pending work here and now and returns true; a threaded one does nothing and returns false.
   */
  boolean assist();

  /** Stops after the run in progress and waits for it; pending signals are dropped. */
  @Override
  void close();
}
