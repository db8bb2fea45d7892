package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.Worker;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where threads wait for background progress. Thread-safe. {@link #open} costs a volatile read when
 * nobody waits; no wake-up is lost, since a waiter announces itself before it looks at its
 * condition and the opener changes the condition before it looks for waiters.
 */
final class Gate {
  /** Longer than any process lives. */
  static final Duration FOREVER = Duration.ofDays(36_500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Clock clock;
  private volatile int waiting;

  Gate(Clock clock) {
    this.clock = clock;
  }

  /** Announces that something changed. */
  void open() {
    if (waiting > 0) {
      lock.lock();
      try {
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until {@code condition} holds, for as long as it takes. */
  boolean await(BooleanSupplier condition, Worker worker) {
    return await(condition, FOREVER, worker);
  }

  /**
   * Waits until {@code condition} holds, at most {@code longest}; returns whether it holds. Runs
   * the work here when {@code worker} has no thread.
   */
  boolean await(BooleanSupplier condition, Duration longest, Worker worker) {
    if (condition.getAsBoolean() || (worker.assist() && condition.getAsBoolean())) {
      return true;
    }
    long deadline = clock.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    lock.lock();
    waiting = waiting + 1;
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - clock.nanoTime();
        if (left <= 0 || worker.assist()) {
          return condition.getAsBoolean();
        }
        try {
          // The bound only caps one turn: the deadline is the clock's affair.
          long unused = progress.awaitNanos(Math.min(left, 1_000_000_000L));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      waiting = waiting - 1;
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
