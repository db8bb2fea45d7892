package io.cairndb.expressions;

/**
 * An update does not fit the stored item. The message is the text of DynamoDB's
 * ValidationException. Conditions never raise it: what does not fit there is simply not true.
 */
public final class ExpressionEvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExpressionEvaluationException(String message) {
    super(message, null, false, false);
  }
}
