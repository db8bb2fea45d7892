package io.cairndb.benchmarks.engine;

import java.util.concurrent.locks.LockSupport;

/** Lets operations begin at a steady rate. Confined to one thread. */
final class Pace {
  private final double nanosEach;
  private final long start = System.nanoTime();
  private long begun;

  Pace(double perSecond) {
    nanosEach = 1e9 / perSecond;
  }

  /** Waits until the next operation is due and returns that time; what is late begins at once. */
  long await() {
    long due = start + (long) (begun++ * nanosEach);
    long wait = due - System.nanoTime();
    while (wait > 0) {
      LockSupport.parkNanos(wait);
      wait = due - System.nanoTime();
    }
    return due;
  }
}
