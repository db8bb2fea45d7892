package io.cairndb.storage.engine.lsm;

/**
 * How fast writes may come while a backlog drains: at twice the rate at which it drains when it
 * begins to matter, ever slower as it grows. So it settles in the middle, where what comes is what
 * goes, and its end is met only when nothing drains any more. Thread-safe.
 */
final class WritePace {
  /** No write waits longer than some 10 ms for each KB, however slow the disk. */
  private static final double BYTES_PER_SECOND_MIN = 128 << 10;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double WEIGHT_OF_NEWEST = 0.3;

  private final double initialBytesPerSecond;
  private volatile double measured;

  /** Assumes a rate until one is measured. */
  WritePace(double initialBytesPerSecond) {
    this.initialBytesPerSecond = initialBytesPerSecond;
  }

  /** Notes that {@code bytes} drained in that time. */
  synchronized void drained(double bytes, long nanos) {
    double rate = bytes * NANOS_PER_SECOND / Math.max(1, nanos);
    measured = measured == 0 ? rate : measured + WEIGHT_OF_NEWEST * (rate - measured);
  }

  /**
   * Bytes a second that may be written.
   *
   * @param pressure how far the backlog is: 0 where it begins to matter, 1 where writes must stop
   */
  double bytesPerSecond(double pressure) {
    if (pressure <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double drain = measured == 0 ? initialBytesPerSecond : measured;
    return Math.max(BYTES_PER_SECOND_MIN, 2 * drain * (1 - Math.min(1, pressure)));
  }
}
