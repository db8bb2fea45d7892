package io.cairndb.router.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that bodies may hold at one time, over all connections. Thread-safe. */
final class BodyBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  boolean tryReserve(long bytes) {
    return tryReserve(bytes, limit);
  }

  /** As {@link #tryReserve(long)}, but leaves a quarter for others. */
  boolean tryReserveForLarge(long bytes) {
    return tryReserve(bytes, limit - limit / 4);
  }

  private boolean tryReserve(long bytes, long bound) {
    if (used.addAndGet(bytes) > bound) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
