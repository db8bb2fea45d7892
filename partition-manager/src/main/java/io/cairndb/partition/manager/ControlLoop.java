package io.cairndb.partition.manager;

import java.time.Duration;

/**
 * Runs the control plane's tasks one at a time, in the order given. A task that fails is told in
 * the log and over; the loop goes on. Thread-safe.
 */
public interface ControlLoop {

  /**
   * Runs the control plane's own work, of which there is never much at a time. Once the loop is
   * closed it is dropped.
   */
  void execute(Runnable task);

  /**
   * Runs what somebody else asks for.
   *
   * @return false when it will never run: as many tasks wait as are accepted, or the loop is closed
   */
  boolean offer(Runnable task);

  /**
   * Runs the task in the loop, not before {@code delay} has passed. Once the loop is closed it is
   * dropped.
   */
  void schedule(Runnable task, Duration delay);
}
