package io.cairndb.expressions.syntax;

/**
 * The text breaks a rule of the grammar. The message is DynamoDB's, without the prefix that names
 * the parameter.
 */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SyntaxException(String message) {
    super(message, null, false, false);
  }
}
