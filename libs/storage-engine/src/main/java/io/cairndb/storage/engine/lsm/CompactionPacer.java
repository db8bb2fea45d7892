package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.Worker;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.compaction.Load;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Spreads what compactions write over time, at a rate that follows the {@link Load}. What flushes
 * write is counted, but they never wait: compactions do in their place. Thread-safe.
 */
final class CompactionPacer {
  /** Shorter waits are left to add up. */
  private static final long PAUSE_NANOS = 2_000_000;

  /** A wait is cut into pieces of this. */
  private static final long PAUSE_NANOS_MAX = 50_000_000;

  /** Time that went by unused may be made up for to this extent. */
  private static final double CREDIT_NANOS = 10_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final CompactionOptions options;
  private final Clock clock;
  private final Gate pauses;
  private final AtomicLong waitedNanos = new AtomicLong();
  private volatile double bytesPerSecond;

  // Guarded by this.
  private double flushedBytesPerSecond;
  private long lastFlushBytes;
  private long lastFlushNanos;
  private double aheadNanos;
  private long checkedNanos;

  CompactionPacer(CompactionOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.pauses = new Gate(clock);
    this.lastFlushNanos = clock.nanoTime();
    this.checkedNanos = lastFlushNanos;
    this.bytesPerSecond = Load.NONE.targetBytesPerSecond(options);
  }

  /** Counts a flush. */
  synchronized void flushed(long bytes) {
    long now = clock.nanoTime();
    double rate = bytes * NANOS_PER_SECOND / Math.max(1, now - lastFlushNanos);
    flushedBytesPerSecond = flushedBytesPerSecond == 0 ? rate : (flushedBytesPerSecond + rate) / 2;
    lastFlushBytes = bytes;
    lastFlushNanos = now;
    spend(bytes);
  }

  /** Sets the rate by what is there to do now. */
  void adapt(double writeAmplification, int levelZeroTables, long pendingBytes) {
    double flushed = flushedBytesPerSecond();
    Load load = new Load(flushed, writeAmplification, levelZeroTables, pendingBytes);
    bytesPerSecond = load.targetBytesPerSecond(options);
  }

  /** Of late; less the longer the last flush is ago. */
  private synchronized double flushedBytesPerSecond() {
    double since = Math.max(1, clock.nanoTime() - lastFlushNanos);
    return Math.min(flushedBytesPerSecond, 2 * lastFlushBytes * NANOS_PER_SECOND / since);
  }

  /** Adds the time that {@code bytes} take to what is owed, less the time that went by. */
  private void spend(long bytes) {
    long now = clock.nanoTime();
    aheadNanos = Math.max(-CREDIT_NANOS, aheadNanos - (now - checkedNanos));
    checkedNanos = now;
    aheadNanos += bytes * NANOS_PER_SECOND / bytesPerSecond;
  }

  /**
   * Waits until a compaction may go on that has written {@code bytes} more, or {@code cancelled}.
   *
   * @param worker the worker that waits; without a thread of its own it does other work instead
   */
  void acquire(long bytes, BooleanSupplier cancelled, Worker worker) {
    long owed;
    synchronized (this) {
      spend(bytes);
      owed = (long) aheadNanos;
    }
    if (owed < PAUSE_NANOS) {
      return;
    }
    if (worker.assist()) {
      return;
    }
    long begun = clock.nanoTime();
    while (owed >= PAUSE_NANOS && !cancelled.getAsBoolean()) {
      Duration pause = Duration.ofNanos(Math.min(owed, PAUSE_NANOS_MAX));
      boolean unused = pauses.await(cancelled, pause, worker);
      owed = owed();
    }
    waitedNanos.addAndGet(clock.nanoTime() - begun);
  }

  private synchronized long owed() {
    spend(0);
    return (long) aheadNanos;
  }

  /** Has those who wait look whether they are cancelled. */
  void wake() {
    pauses.open();
  }

  /** The rate in force; 0 for no limit. */
  long bytesPerSecond() {
    return Double.isInfinite(bytesPerSecond) ? 0 : (long) bytesPerSecond;
  }

  long waitedNanos() {
    return waitedNanos.get();
  }
}
