package io.cairndb.storage.node;

import java.time.Duration;

/**
 * Pace of a node's background work.
 *
 * @param tick how often anything is looked at
 * @param expiryInterval how often expired items are looked for; their deletion is promised within a
 *     minute
 * @param trimInterval how often old change records, tokens and marks are looked for
 * @param changeRetention how long change records of streams stay readable
 * @param orphanInterval how often shards are compared with the catalog, to find what it lost
 * @param chunkItems most items one command deals with, so that requests get their turn between
 * @param chunksPerTick most commands of one kind for one shard in a tick
 */
public record HousekeepingOptions(
    Duration tick,
    Duration expiryInterval,
    Duration trimInterval,
    Duration changeRetention,
    Duration orphanInterval,
    int chunkItems,
    int chunksPerTick) {
  public static final HousekeepingOptions DEFAULT =
      new HousekeepingOptions(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofSeconds(60),
          256,
          40);
}
