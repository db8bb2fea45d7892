package io.cairndb.cli.cluster;

import java.time.Duration;

/**
 * How long to wait before a service that ended is started again: not at all after it ran for a
 * while, else longer and longer, so that one that cannot start does not keep the machine busy.
 * Confined to the supervisor.
 */
final class Backoff {
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(30);

  private Duration next = Duration.ZERO;

  /** The pause after a process that had run for so long. */
  Duration afterRunning(Duration ran) {
    if (ran.compareTo(STEADY) >= 0) {
      next = Duration.ZERO;
    }
    Duration pause = next;
    next = pause.isZero() ? FIRST : pause.multipliedBy(2);
    if (next.compareTo(LAST) > 0) {
      next = LAST;
    }
    return pause;
  }
}
