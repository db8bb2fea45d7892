package io.cairndb.coordination;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the requests under way, so that overload becomes quick refusals and not growing queues.
 * Thread-safe, without locks.
 */
public final class AdmissionControl {
  private final int limit;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder admitted = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Admits up to {@code limit} requests at a time. */
  public AdmissionControl(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive: " + limit);
    }
    this.limit = limit;
  }

  /**
   * Figures at this moment, for meters.
   *
   * @param inFlight requests under way
   * @param limit how many may be
   * @param admitted requests let in since the start
   * @param refused requests turned away since the start
   */
  public record Stats(int inFlight, int limit, long admitted, long refused) {}

  /** Takes one place; a caller that got true must {@link #release} it once. */
  public boolean tryAcquire() {
    if (inFlight.incrementAndGet() > limit) {
      inFlight.decrementAndGet();
      refused.increment();
      return false;
    }
    admitted.increment();
    return true;
  }

  /** Gives back a place. */
  public void release() {
    if (inFlight.decrementAndGet() < 0) {
      throw new IllegalStateException("released more often than acquired");
    }
  }

  public Stats stats() {
    return new Stats(inFlight.get(), limit, admitted.sum(), refused.sum());
  }
}
