package io.cairndb.partition.manager;

import java.time.Duration;

/** Runs the control plane's tasks one at a time, in the order given. Thread-safe. */
public interface ControlLoop {

  void execute(Runnable task);

  /** Runs the task in the loop, not before {@code delay} has passed. */
  void schedule(Runnable task, Duration delay);
}
