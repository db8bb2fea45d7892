package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * How writes are logged, and how writers are held back. Immutable.
 *
 * @param pendingBytesMax bytes on their way to the log before further writes wait; positive
 * @param stallMax the longest that one write waits for level 0; not negative
 */
public record LogOptions(long pendingBytesMax, Duration stallMax) {
  private static final LogOptions DEFAULTS = new LogOptions(32L << 20, Duration.ofSeconds(1));

  public LogOptions {
    require(pendingBytesMax > 0, "the log needs room for writes on their way to it");
    require(!stallMax.isNegative(), "a wait cannot be negative");
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
    return new LogOptions(bytes, stallMax);
  }

  /** The same with another {@link #stallMax}. */
  public LogOptions withStallMax(Duration longest) {
    return new LogOptions(pendingBytesMax, longest);
  }
}
