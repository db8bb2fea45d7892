package io.cairndb.cli.client;

/** No answer, or none that DynamoDB would give. */
public final class UnreachableException extends CallException {
  private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  UnreachableException(String message) {
    super(message);
  }

  @Override
  public boolean passing() {
    return true;
  }
}
