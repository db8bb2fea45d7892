package io.cairndb.placement.identity;

import java.util.Optional;
import java.util.UUID;

/**
 * Who a member of a cluster is, for as long as its data directory exists.
 *
 * @param nodeId its own, made with the directory
 * @param membership empty until a cluster has accepted it
 */
public record NodeIdentity(UUID nodeId, Optional<Membership> membership) {

  /**
   * What a cluster gave the member.
   *
   * @param number the node part of every timestamp it issues, 1 to 65535; never changes, and never
   *     another's
   */
  public record Membership(UUID clusterId, int number) {
    private static final int MAX_NUMBER = 0xFFFF;

    public Membership {
      if (number < 1 || number > MAX_NUMBER) {
        throw new IllegalArgumentException("not the number of a member: " + number);
      }
    }
  }
}
