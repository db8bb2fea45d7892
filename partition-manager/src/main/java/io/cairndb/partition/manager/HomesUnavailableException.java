package io.cairndb.partition.manager;

/**
 * Nothing can be placed yet. Tells people what is missing; has no stack trace, since it is an
 * outcome.
 */
public final class HomesUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HomesUnavailableException(String reason) {
    super(reason, null, false, false);
  }
}
