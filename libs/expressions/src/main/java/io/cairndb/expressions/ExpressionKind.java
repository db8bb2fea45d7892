package io.cairndb.expressions;

/** The request parameter an expression came in; error messages name it. */
public enum ExpressionKind {
  CONDITION("ConditionExpression"),
  FILTER("FilterExpression"),
  UPDATE("UpdateExpression"),
  PROJECTION("ProjectionExpression"),
  KEY_CONDITION("KeyConditionExpression");

  private final String parameter;

  @SuppressWarnings("ImmutableEnumChecker") // it only makes exceptions
  private final OperandRules operandRules =
      new OperandRules(
          this::invalid, "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");

  ExpressionKind(String parameter) {
    this.parameter = parameter;
  }

  /** The parameter's name in DynamoDB's API. */
  public String parameter() {
    return parameter;
  }

  OperandRules operandRules() {
    return operandRules;
  }

  InvalidExpressionException invalid(String problem) {
    return new InvalidExpressionException("Invalid " + parameter + ": " + problem);
  }
}
