package io.cairndb.storage.engine;

import java.time.Duration;

/**
 * How writers are held back when flushes and compactions fall behind. Immutable.
 *
 * @param stallMax the longest that one write is stopped for compactions; not negative
 * @param delayedBytesPerSecond written while writes are slowed down, until it is known how fast
 *     flushes and compactions are here; positive
 * @param debtSlowdownBytes bytes before compactions at which writes are slowed down; positive
 * @param debtStopBytes bytes before compactions at which writes are stopped; above the other
 */
public record ThrottleOptions(
    Duration stallMax, long delayedBytesPerSecond, long debtSlowdownBytes, long debtStopBytes) {

  public ThrottleOptions {
    OptionChecks.require(!stallMax.isNegative(), "a wait must not be negative", stallMax);
    OptionChecks.require(
        delayedBytesPerSecond > 0, "delayed writes need a rate", delayedBytesPerSecond);
    OptionChecks.require(
        debtSlowdownBytes > 0 && debtStopBytes > debtSlowdownBytes,
        "the marks of work before compactions must ascend, slow-down before stop",
        debtSlowdownBytes + ", " + debtStopBytes);
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static ThrottleOptions defaults() {
    return new ThrottleOptions(Duration.ofSeconds(1), 32L << 20, 16L << 30, 64L << 30);
  }
}
