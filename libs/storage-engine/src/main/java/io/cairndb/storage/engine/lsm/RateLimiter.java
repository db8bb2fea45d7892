package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.Worker;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Spreads bytes over time; a rate of 0 means no limit. Confined to one thread. */
final class RateLimiter {
  /** Shorter waits are left to add up. */
  private static final long PAUSE_NANOS = 10_000_000;

  private final long bytesPerSecond;
  private final Clock clock;
  private final Gate gate;
  private long nextFreeNanos;

  /** {@code gate} is opened to have the waiting look whether it is cancelled. */
  RateLimiter(long bytesPerSecond, Clock clock, Gate gate) {
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.gate = gate;
    this.nextFreeNanos = clock.nanoTime();
  }

  /**
   * Waits until {@code bytes} more fit the rate, or {@code cancelled}.
   *
   * @param worker the worker that waits; one without a thread of its own does other work instead
   */
  void acquire(long bytes, BooleanSupplier cancelled, Worker worker) {
    if (bytesPerSecond == 0) {
      return;
    }
    long now = clock.nanoTime();
    nextFreeNanos = Math.max(nextFreeNanos, now) + (long) (bytes * 1e9 / bytesPerSecond);
    long ahead = nextFreeNanos - now;
    if (ahead > PAUSE_NANOS) {
      boolean unused = gate.await(cancelled, Duration.ofNanos(ahead), worker);
    }
  }
}
