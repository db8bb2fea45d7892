package io.cairndb.partition.manager.members;

import java.time.Duration;

/**
 * Settings of the membership.
 *
 * @param storageNodes storage nodes to wait for before the cluster forms
 * @param heartbeat how often members are to be heard
 * @param deadAfter silence after which a member counts as dead; several heartbeats
 */
public record MembershipOptions(int storageNodes, Duration heartbeat, Duration deadAfter) {
  public MembershipOptions {
    if (storageNodes < 1 || !heartbeat.isPositive() || deadAfter.compareTo(heartbeat) <= 0) {
      throw new IllegalArgumentException("membership settings out of range");
    }
  }

  /** A cluster of so many storage nodes, with safe defaults. */
  public static MembershipOptions of(int storageNodes) {
    return new MembershipOptions(storageNodes, Duration.ofSeconds(1), Duration.ofSeconds(5));
  }
}
