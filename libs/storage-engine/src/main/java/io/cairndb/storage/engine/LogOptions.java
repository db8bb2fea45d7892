package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * How writes are logged, and how writers are held back. Immutable.
 *
 * @param pendingBytesMax bytes on their way to the log before further writes wait; positive
 * @param stallMax the longest that one write is stopped for compactions; not negative
 * @param delayedBytesPerSecond written while writes are slowed down, until it is known how fast
 *     flushes and compactions are here; positive
 * @param debtSlowdownBytes bytes before compactions at which writes are slowed down
 * @param debtStopBytes bytes before compactions at which writes are stopped; above the other
 * @param spareSegmentsMax log segments no longer needed that are kept to be written over; 0 deletes
 *     all of them
 * @param reserveBytes zeros written ahead in a new segment when a sync needs bytes there, which
 *     makes the syncs that follow cheaper; 0 for none
 * @param writeBuffers memory for memtables that is shared with other engines
 */
public record LogOptions(
    long pendingBytesMax,
    Duration stallMax,
    long delayedBytesPerSecond,
    long debtSlowdownBytes,
    long debtStopBytes,
    int spareSegmentsMax,
    int reserveBytes,
    WriteBufferBudget writeBuffers) {
  private static final LogOptions DEFAULTS =
      new LogOptions(
          32L << 20,
          Duration.ofSeconds(1),
          32L << 20,
          16L << 30,
          64L << 30,
          2,
          1 << 20,
          WriteBufferBudget.UNLIMITED);

  public LogOptions {
    require(pendingBytesMax > 0, "the log needs room for writes on their way to it");
    require(!stallMax.isNegative(), "a wait cannot be negative");
    require(delayedBytesPerSecond > 0, "delayed writes need a rate");
    require(
        debtSlowdownBytes > 0 && debtStopBytes > debtSlowdownBytes,
        "the marks of work before compactions must ascend: slow-down, stop");
    require(spareSegmentsMax >= 0 && reserveBytes >= 0, "sizes must not be negative");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static LogOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another {@link #pendingBytesMax}. */
  public LogOptions withPendingBytesMax(long bytes) {
    return new LogOptions(
        bytes,
        stallMax,
        delayedBytesPerSecond,
        debtSlowdownBytes,
        debtStopBytes,
        spareSegmentsMax,
        reserveBytes,
        writeBuffers);
  }

  /** The same with another {@link #stallMax}. */
  public LogOptions withStallMax(Duration longest) {
    return new LogOptions(
        pendingBytesMax,
        longest,
        delayedBytesPerSecond,
        debtSlowdownBytes,
        debtStopBytes,
        spareSegmentsMax,
        reserveBytes,
        writeBuffers);
  }

  /** The same with another {@link #delayedBytesPerSecond}. */
  public LogOptions withDelayedBytesPerSecond(long bytes) {
    return new LogOptions(
        pendingBytesMax,
        stallMax,
        bytes,
        debtSlowdownBytes,
        debtStopBytes,
        spareSegmentsMax,
        reserveBytes,
        writeBuffers);
  }

  /** The same with other marks of work before compactions. */
  public LogOptions withDebt(long slowdownBytes, long stopBytes) {
    return new LogOptions(
        pendingBytesMax,
        stallMax,
        delayedBytesPerSecond,
        slowdownBytes,
        stopBytes,
        spareSegmentsMax,
        reserveBytes,
        writeBuffers);
  }

  /** The same with another {@link #spareSegmentsMax}. */
  public LogOptions withSpareSegmentsMax(int count) {
    return new LogOptions(
        pendingBytesMax,
        stallMax,
        delayedBytesPerSecond,
        debtSlowdownBytes,
        debtStopBytes,
        count,
        reserveBytes,
        writeBuffers);
  }

  /** The same with other {@link #reserveBytes}. */
  public LogOptions withReserveBytes(int bytes) {
    return new LogOptions(
        pendingBytesMax,
        stallMax,
        delayedBytesPerSecond,
        debtSlowdownBytes,
        debtStopBytes,
        spareSegmentsMax,
        bytes,
        writeBuffers);
  }

  /** The same with other {@link #writeBuffers}. */
  public LogOptions withWriteBuffers(WriteBufferBudget shared) {
    return new LogOptions(
        pendingBytesMax,
        stallMax,
        delayedBytesPerSecond,
        debtSlowdownBytes,
        debtStopBytes,
        spareSegmentsMax,
        reserveBytes,
        shared);
  }
}
