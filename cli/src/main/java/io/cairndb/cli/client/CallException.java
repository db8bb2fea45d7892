package io.cairndb.cli.client;

/** Why an operation has no result. */
public abstract sealed class CallException extends Exception
    permits ServiceException, UnreachableException {
  private static final long serialVersionUID = 1L;

  CallException(String message, Throwable cause) {
    super(message, cause);
  }

  CallException(String message) {
    super(message);
  }

  /** Whether the same request may succeed a moment later. */
  public abstract boolean passing();
}
