package io.cairndb.partition.manager.members;

import java.util.UUID;

/** What became of a registration. */
public sealed interface RegistrationOutcome {

  /**
   * It is a member, durably.
   *
   * @param messageVersion newest version of shard messages that every member understands
   */
  record Accepted(UUID clusterId, int number, int messageVersion) implements RegistrationOutcome {}

  /** Nothing changed. */
  sealed interface Refused extends RegistrationOutcome {
    /** For people. */
    String reason();
  }

  /** A process with this identity, or at this address, is alive. */
  record Duplicate(String reason) implements Refused {}

  /** Versions do not overlap, or shards are missing. */
  record Incompatible(String reason) implements Refused {}

  /** It belongs to another cluster, or holds data this one knows nothing of. */
  record Foreign(String reason) implements Refused {}

  /** There are no numbers left. */
  record Full(String reason) implements Refused {}
}
