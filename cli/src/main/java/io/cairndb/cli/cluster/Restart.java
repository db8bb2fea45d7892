package io.cairndb.cli.cluster;

import java.time.Duration;

/**
 * When one service is started again. Moments are those of a clock that nobody sets: by the time of
 * day, a service that waits for its turn would stay away for as long as that is set back. Confined
 * to the supervisor.
 */
final class Restart {
  private final Backoff backoff = new Backoff();
  private long beganNanos;
  private long dueNanos;
  private boolean waiting;

  /** Its process was started, or found to run. */
  void began(long nowNanos) {
    beganNanos = nowNanos;
    waiting = false;
  }

  /** Its process has ended; returns the pause before the next. */
  Duration ended(long nowNanos) {
    Duration pause = backoff.afterRunning(Duration.ofNanos(nowNanos - beganNanos));
    dueNanos = nowNanos + pause.toNanos();
    waiting = true;
    return pause;
  }

  /** Whether the pause is over, if there is one. */
  boolean isDue(long nowNanos) {
    return !waiting || nowNanos - dueNanos >= 0;
  }
}
