package io.cairndb.env;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to. Thread-safe. */
public final class ManualClock implements Clock {
  private final AtomicLong nanos;

  public ManualClock(long startMillis) {
    nanos = new AtomicLong(Math.multiplyExact(startMillis, 1_000_000L));
  }

  @Override
  public long currentTimeMillis() {
    return nanos.get() / 1_000_000L;
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  /** Moves time by {@code step}; a negative step models a clock that was set back. */
  public void advance(Duration step) {
    nanos.addAndGet(step.toNanos());
  }
}
