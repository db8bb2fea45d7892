package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * How writes are logged, and how writers are held back. Immutable.
 *
 * @param pendingBytesMax bytes on their way to the log before further writes wait; positive
 * @param stallMax the longest that one write waits for level 0; not negative
 * @param spareSegmentsMax log segments no longer needed that are kept to be written over; 0 deletes
 *     all of them
 * @param reserveBytes zeros written ahead in a new segment when a sync needs bytes there, which
 *     makes the syncs that follow cheaper; 0 for none
 */
public record LogOptions(
    long pendingBytesMax, Duration stallMax, int spareSegmentsMax, int reserveBytes) {
  private static final LogOptions DEFAULTS =
      new LogOptions(32L << 20, Duration.ofSeconds(1), 2, 1 << 20);

  public LogOptions {
    require(pendingBytesMax > 0, "the log needs room for writes on their way to it");
    require(!stallMax.isNegative(), "a wait cannot be negative");
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
    return new LogOptions(bytes, stallMax, spareSegmentsMax, reserveBytes);
  }

  /** The same with another {@link #stallMax}. */
  public LogOptions withStallMax(Duration longest) {
    return new LogOptions(pendingBytesMax, longest, spareSegmentsMax, reserveBytes);
  }

  /** The same with another {@link #spareSegmentsMax}. */
  public LogOptions withSpareSegmentsMax(int count) {
    return new LogOptions(pendingBytesMax, stallMax, count, reserveBytes);
  }

  /** The same with other {@link #reserveBytes}. */
  public LogOptions withReserveBytes(int bytes) {
    return new LogOptions(pendingBytesMax, stallMax, spareSegmentsMax, bytes);
  }
}
