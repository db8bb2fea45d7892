package io.cairndb.env;

/**
 * The clocks of the machine: the wall clock, which may be set, and the monotonic one. Thread-safe.
 */
@RealEnvironment
final class SystemClock implements Clock {
  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
