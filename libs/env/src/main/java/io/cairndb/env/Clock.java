package io.cairndb.env;

/** Time. Thread-safe. */
public interface Clock {

  /** Wall-clock time in milliseconds since the Unix epoch; may step backwards. */
  long currentTimeMillis();

  /** Monotonic time in nanoseconds from an arbitrary origin, for measuring durations only. */
  long nanoTime();

  /** The clock of this machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
