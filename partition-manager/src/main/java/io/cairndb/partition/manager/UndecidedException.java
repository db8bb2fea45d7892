package io.cairndb.partition.manager;

/**
 * A question was not taken up, and nothing has been decided: as many wait as are accepted, or the
 * control plane is being closed. Has no stack trace, since it is an outcome.
 */
public final class UndecidedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UndecidedException() {
    super("too many decisions are waited for", null, false, false);
  }
}
