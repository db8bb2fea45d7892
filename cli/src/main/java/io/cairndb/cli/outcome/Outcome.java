package io.cairndb.cli.outcome;

/** The ways a command ends that a script may want to tell apart. Documented in docs/cli.md. */
public enum Outcome {
  DONE(0),
  USAGE(2),
  PREREQUISITE(3),
  ADDRESS(5),
  NOT_FOUND(7),
  REFUSED(8),
  UNREACHABLE(9),
  FILE(10),
  INCOMPLETE(11),
  NOT_STARTED(12),
  DAMAGED(13),
  DATA_LOST(14);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
