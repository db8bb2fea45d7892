package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Spreads bytes over time; a rate of 0 means no limit. Confined to one thread. */
final class RateLimiter {
  private static final long PAUSE_NANOS = 10_000_000;

  private final long bytesPerSecond;
  private final Clock clock;
  private long nextFreeNanos;

  RateLimiter(long bytesPerSecond, Clock clock) {
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.nextFreeNanos = clock.nanoTime();
  }

  /** Waits until {@code bytes} more fit the rate, or {@code cancelled}. */
  void acquire(long bytes, BooleanSupplier cancelled) {
    if (bytesPerSecond == 0) {
      return;
    }
    long now = clock.nanoTime();
    long cost = (long) (bytes * 1e9 / bytesPerSecond);
    nextFreeNanos = Math.max(nextFreeNanos, now) + cost;
    while (nextFreeNanos - clock.nanoTime() > PAUSE_NANOS && !cancelled.getAsBoolean()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
