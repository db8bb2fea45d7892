package io.cairndb.partition.manager.members;

import java.util.Optional;
import java.util.UUID;

/**
 * Who asks to be a member.
 *
 * @param hasData whether its shards hold any
 * @param known what an earlier registration told it; empty before the first
 */
public record Newcomer(
    UUID nodeId,
    String address,
    int shards,
    boolean hasData,
    int oldestMessageVersion,
    int messageVersion,
    Optional<Identity> known) {

  /** A number, and the cluster it belongs to. */
  public record Identity(UUID clusterId, int number) {}

  /** What is recorded of it when it becomes, or stays, the member of that number. */
  Member as(int number) {
    return new Member(nodeId, number, address, shards, oldestMessageVersion, messageVersion);
  }
}
