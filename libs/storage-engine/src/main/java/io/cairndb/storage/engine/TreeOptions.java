package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * What a tree is, from its creation on.
 *
 * @param compaction how its tables are compacted
 */
public record TreeOptions(Strategy compaction) {
  /** What a tree has that was created without options. */
  public static final TreeOptions DEFAULT = new TreeOptions(new Leveled());

  /** How tables are compacted. */
  public sealed interface Strategy {}

  /** By levels: for reads and overwrites of any kind. */
  public record Leveled() implements Strategy {}

  /**
   * By time of writing: for logs, whose data is not overwritten and expires as a whole. Tables of
   * one window are merged with each other only, and go as whole files when the window has expired.
   *
   * @param windowMillis length of a window
   * @param expiryMillis time after its writing at which nothing is needed any more; 0 for never
   */
  public record TimeWindows(long windowMillis, long expiryMillis) implements Strategy {
    public TimeWindows {
      if (windowMillis <= 0 || expiryMillis < 0) {
        throw new IllegalArgumentException("a window takes some time, an expiry is not negative");
      }
    }
  }

  /** Windows of that length, whose data expires; with {@link Duration#ZERO} it does not. */
  public static TreeOptions timeWindows(Duration window, Duration expiry) {
    return new TreeOptions(new TimeWindows(window.toMillis(), expiry.toMillis()));
  }
}
