package io.cairndb.cli.outcome;

/** A failure that was foreseen: its message is the whole of what a person needs to know. */
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  /** A failure that ends the command with the code of {@code outcome}. */
  public CommandFailure(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  /** As above; the cause is kept for debuggers only. */
  public CommandFailure(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  /** How the command ends. */
  public Outcome outcome() {
    return outcome;
  }
}
