package io.cairndb.partiql;

/**
 * A statement breaks a rule that does not depend on any table. The message is the text of
 * DynamoDB's ValidationException.
 */
public final class InvalidStatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidStatementException(String message) {
    // Thrown for the client's mistakes, at the client's rate: no stack trace.
    super(message, null, false, false);
  }

  /** For a text that does not parse. */
  static InvalidStatementException notWellFormed(String detail) {
    return new InvalidStatementException(
        "Statement wasn't well formed, can't be processed: " + detail);
  }
}
