package io.cairndb.partition.manager;

import io.cairndb.control.plane.machine.ControlPlaneLimits;
import java.time.Duration;

/**
 * Settings of the control plane.
 *
 * @param chunkItems items of one backfill, expiry or purge step: how long a shard's loop is taken
 * @param maxConcurrentSteps steps under way at once; operations beyond wait their turn
 * @param snapshotRecords log records after which a snapshot replaces them
 * @param watchRecords records remembered for watchers; who is further behind gets a snapshot
 */
public record ControlPlaneConfig(
    ControlPlaneLimits limits,
    int chunkItems,
    int maxConcurrentSteps,
    int snapshotRecords,
    int watchRecords,
    Duration retryFirst,
    Duration retryLongest,
    Duration streamExpiryInterval) {
  public ControlPlaneConfig {
    if (chunkItems < 1 || maxConcurrentSteps < 1 || snapshotRecords < 1 || watchRecords < 0) {
      throw new IllegalArgumentException("control plane settings out of range");
    }
  }

  /** Safe defaults, without watchers. */
  public static final ControlPlaneConfig DEFAULT =
      new ControlPlaneConfig(
          ControlPlaneLimits.DEFAULTS,
          256,
          16,
          2000,
          0,
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10));

  public ControlPlaneConfig withLimits(ControlPlaneLimits changed) {
    return new ControlPlaneConfig(
        changed,
        chunkItems,
        maxConcurrentSteps,
        snapshotRecords,
        watchRecords,
        retryFirst,
        retryLongest,
        streamExpiryInterval);
  }

  /** The same with as many records remembered for watchers. */
  public ControlPlaneConfig withWatchRecords(int count) {
    return new ControlPlaneConfig(
        limits,
        chunkItems,
        maxConcurrentSteps,
        snapshotRecords,
        count,
        retryFirst,
        retryLongest,
        streamExpiryInterval);
  }

  Duration retryDelay(int attempts) {
    Duration delay = retryFirst.multipliedBy(1L << Math.min(attempts - 1, 16));
    return delay.compareTo(retryLongest) < 0 ? delay : retryLongest;
  }
}
