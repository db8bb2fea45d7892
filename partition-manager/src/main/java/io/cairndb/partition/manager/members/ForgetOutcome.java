package io.cairndb.partition.manager.members;

/** What became of the wish to forget a member. */
public sealed interface ForgetOutcome {

  /** It is no member any more, durably. */
  record Forgotten() implements ForgetOutcome {}

  /** Nothing changed. */
  sealed interface Refused extends ForgetOutcome {
    /** For people. */
    String reason();
  }

  /** Nobody has ever had that number. */
  record Unknown(String reason) implements Refused {}

  /** It is heard, or may be. */
  record Alive(String reason) implements Refused {}

  /** The cluster needs what its shards hold. */
  record InUse(String reason) implements Refused {}
}
