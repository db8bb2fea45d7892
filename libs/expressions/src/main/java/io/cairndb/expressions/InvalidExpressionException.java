package io.cairndb.expressions;

/**
 * A request's expression breaks a rule that does not depend on the stored item. The message is the
 * text of DynamoDB's ValidationException.
 */
public final class InvalidExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidExpressionException(String message) {
    // Thrown for the client's mistakes, at the client's rate: no stack trace.
    super(message, null, false, false);
  }
}
