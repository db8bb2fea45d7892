package io.cairndb.item;

/**
 * A value the caller sent is not one DynamoDB accepts. The message is DynamoDB's own, ready to be
 * the text of a {@code ValidationException}.
 */
public class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String message) {
    // No stack trace: a bad request is an answer, and must not cost more than a good one.
    super(message, null, false, false);
  }
}
