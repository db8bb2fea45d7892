package io.cairndb.expressions;

import java.util.List;

/** A request speaks in expressions or in the older parameters, never in both. */
public final class ParameterStyles {
  private ParameterStyles() {}

  /**
   * @param older names of the older parameters that are present, in DynamoDB's order
   * @param expressions names of the expression parameters that are present, in DynamoDB's order
   * @throws InvalidExpressionException when there are some of each
   */
  public static void requireOneStyle(List<String> older, List<String> expressions) {
    if (!older.isEmpty() && !expressions.isEmpty()) {
      throw new InvalidExpressionException(
          "Can not use both expression and non-expression parameters in the same request:"
              + " Non-expression parameters: {"
              + String.join(", ", older)
              + "} Expression parameters: {"
              + String.join(", ", expressions)
              + "}");
    }
  }

  /**
   * Names need an expression to be used in.
   *
   * @throws InvalidExpressionException when names are given and no expression is
   */
  public static void requireExpressionForNames(boolean namesGiven, List<String> expressions) {
    if (namesGiven && expressions.isEmpty()) {
      throw new InvalidExpressionException(
          "ExpressionAttributeNames can only be specified when using expressions");
    }
  }

  /**
   * Values need an expression to be used in.
   *
   * @param expressions whether any expression that may use values is given
   * @param absent what DynamoDB says of the operation's expressions when none is given: "%s is
   *     null" or "%s and %s are null"
   * @throws InvalidExpressionException when values are given and no expression is
   */
  public static void requireExpressionForValues(
      boolean valuesGiven, boolean expressions, String absent) {
    if (valuesGiven && !expressions) {
      throw new InvalidExpressionException(
          "ExpressionAttributeValues can only be specified when using expressions: " + absent);
    }
  }
}
