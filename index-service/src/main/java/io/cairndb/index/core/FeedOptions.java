package io.cairndb.index.core;

import java.time.Duration;

/**
 * Bounds of feeding.
 *
 * @param maxRecords most records in one batch
 * @param maxBytes images of one batch, about
 * @param maxActive feeds that may be at work at a time: memory is bounded by their batches
 * @param minBackoff pause after a first failure; doubles with every further one
 * @param maxBackoff longest pause
 * @param cursorInterval how long cursors of index partitions that had no changes may stay behind;
 *     they hold the change log back from being trimmed
 * @param maxLag writers to the table are to be slowed down when an index is further behind
 */
public record FeedOptions(
    int maxRecords,
    long maxBytes,
    int maxActive,
    Duration minBackoff,
    Duration maxBackoff,
    Duration cursorInterval,
    Duration maxLag) {
  public static final FeedOptions DEFAULT =
      new FeedOptions(
          512,
          1 << 20,
          8,
          Duration.ofMillis(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  public FeedOptions {
    if (maxRecords < 1 || maxBytes < 1 || maxActive < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
    if (!minBackoff.isPositive() || maxBackoff.compareTo(minBackoff) < 0) {
      throw new IllegalArgumentException("back-off from " + minBackoff + " to " + maxBackoff);
    }
  }

  /** Pause before attempt {@code failures + 1}. */
  Duration backoff(int failures) {
    Duration pause = minBackoff;
    for (int i = 1; i < failures && pause.compareTo(maxBackoff) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(maxBackoff) < 0 ? pause : maxBackoff;
  }
}
