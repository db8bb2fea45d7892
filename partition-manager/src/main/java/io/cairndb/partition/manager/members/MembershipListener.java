package io.cairndb.partition.manager.members;

/** Hears what happens to the membership, on the control loop. Must not block. */
public interface MembershipListener {

  /** A newer view is published. */
  default void membersChanged(MembersView view) {}

  /** A registration was refused. */
  default void refused(Newcomer newcomer, RegistrationOutcome.Refused outcome) {}

  /** The store failed: nothing is decided any more until the process is started again. */
  default void storeFailed(Throwable cause) {}
}
