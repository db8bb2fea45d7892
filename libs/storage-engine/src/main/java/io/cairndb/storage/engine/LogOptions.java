package io.cairndb.storage.engine;

/**
 * How writes are logged. Immutable.
 *
 * @param enabled false for an engine without a log: writes count as durable at once and live until
 *     the process ends or they are flushed
 * @param pendingBytesMax bytes on their way to the log before further writes wait; positive
 * @param spareSegmentsMax log segments no longer needed that are kept to be written over; 0 deletes
 *     all of them
 * @param reserveBytes zeros written ahead in a new segment when a sync needs bytes there, which
 *     makes the syncs that follow cheaper; 0 for none
 */
public record LogOptions(
    boolean enabled, long pendingBytesMax, int spareSegmentsMax, int reserveBytes) {

  public LogOptions {
    OptionChecks.require(
        pendingBytesMax > 0, "the log needs room for writes on their way to it", pendingBytesMax);
    OptionChecks.require(
        spareSegmentsMax >= 0,
        "the number of spare segments must not be negative",
        spareSegmentsMax);
    OptionChecks.require(
        reserveBytes >= 0, "the bytes written ahead must not be negative", reserveBytes);
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static LogOptions defaults() {
    return new LogOptions(true, 32L << 20, 2, 1 << 20);
  }

  /** The same, {@link #enabled} or not. */
  public LogOptions withEnabled(boolean on) {
    return new LogOptions(on, pendingBytesMax, spareSegmentsMax, reserveBytes);
  }

  /** The same with another {@link #pendingBytesMax}. */
  public LogOptions withPendingBytesMax(long bytes) {
    return new LogOptions(enabled, bytes, spareSegmentsMax, reserveBytes);
  }

  /** The same with another {@link #spareSegmentsMax}. */
  public LogOptions withSpareSegmentsMax(int count) {
    return new LogOptions(enabled, pendingBytesMax, count, reserveBytes);
  }

  /** The same with other {@link #reserveBytes}. */
  public LogOptions withReserveBytes(int bytes) {
    return new LogOptions(enabled, pendingBytesMax, spareSegmentsMax, bytes);
  }
}
