package io.cairndb.coordination;

import io.cairndb.env.Clock;
import java.time.Duration;

/**
 * The moment after which nobody waits for an answer any more, on the monotonic clock of this
 * process.
 *
 * @param nanos as {@link Clock#nanoTime}
 */
public record Deadline(long nanos) {

  public static Deadline after(Clock clock, Duration wait) {
    return new Deadline(clock.nanoTime() + wait.toNanos());
  }

  public boolean hasPassed(Clock clock) {
    return clock.nanoTime() - nanos >= 0;
  }

  /** Time left, not negative. */
  public Duration remaining(Clock clock) {
    return Duration.ofNanos(Math.max(0, nanos - clock.nanoTime()));
  }
}
