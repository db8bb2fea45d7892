package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * How an engine reads its tables in the background to find damage before a reader does.
 *
 * @param bytesPerSecond read at most; 0 for no scrubbing
 * @param pause between the end of one round over all tables and the beginning of the next; a second
 *     at least, whatever is given
 */
public record ScrubOptions(long bytesPerSecond, Duration pause) {

  public ScrubOptions {
    if (bytesPerSecond < 0 || pause.isNegative()) {
      throw new IllegalArgumentException("rate and pause of scrubbing must not be negative");
    }
  }

  /** No scrubbing. */
  public static ScrubOptions off() {
    return new ScrubOptions(0, Duration.ZERO);
  }
}
