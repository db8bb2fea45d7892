package io.cairndb.expressions;

/** The request parameter an expression came in; error messages name it. */
public enum ExpressionKind {
  CONDITION("ConditionExpression"),
  FILTER("FilterExpression"),
  UPDATE("UpdateExpression"),
  PROJECTION("ProjectionExpression"),
  KEY_CONDITION("KeyConditionExpression");

  private final String parameter;

  ExpressionKind(String parameter) {
    this.parameter = parameter;
  }

  /** The parameter's name in DynamoDB's API. */
  public String parameter() {
    return parameter;
  }

  InvalidExpressionException invalid(String problem) {
    return new InvalidExpressionException("Invalid " + parameter + ": " + problem);
  }
}
