package io.cairndb.partition.manager;

import io.cairndb.control.plane.machine.ControlPlaneLimits;
import io.cairndb.placement.ShardId;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the control plane.
 *
 * @param shards where partitions may be placed; not empty
 * @param chunkItems items of one backfill, expiry or purge step: how long a shard's loop is taken
 * @param maxConcurrentSteps steps under way at once; operations beyond wait their turn
 * @param snapshotRecords log records after which a snapshot replaces them
 */
public record ControlPlaneConfig(
    List<ShardId> shards,
    ControlPlaneLimits limits,
    int chunkItems,
    int maxConcurrentSteps,
    int snapshotRecords,
    Duration retryFirst,
    Duration retryLongest,
    Duration streamExpiryInterval) {
  public ControlPlaneConfig {
    shards = List.copyOf(shards);
    if (shards.isEmpty() || chunkItems < 1 || maxConcurrentSteps < 1 || snapshotRecords < 1) {
      throw new IllegalArgumentException("control plane settings out of range");
    }
  }

  /** Safe defaults for these shards. */
  public static ControlPlaneConfig forShards(List<ShardId> shards) {
    return new ControlPlaneConfig(
        shards,
        ControlPlaneLimits.DEFAULTS,
        256,
        16,
        2000,
        Duration.ofMillis(50),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10));
  }

  public ControlPlaneConfig withLimits(ControlPlaneLimits changed) {
    return new ControlPlaneConfig(
        shards,
        changed,
        chunkItems,
        maxConcurrentSteps,
        snapshotRecords,
        retryFirst,
        retryLongest,
        streamExpiryInterval);
  }

  Duration retryDelay(int attempts) {
    Duration delay = retryFirst.multipliedBy(1L << Math.min(attempts - 1, 16));
    return delay.compareTo(retryLongest) < 0 ? delay : retryLongest;
  }
}
