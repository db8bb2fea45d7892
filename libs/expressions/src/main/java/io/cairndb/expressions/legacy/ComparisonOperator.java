package io.cairndb.expressions.legacy;

/** The comparisons of conditions that are not expressions, named as in DynamoDB's API. */
public enum ComparisonOperator {
  EQ(1, 1),
  NE(1, 1),
  IN(1, Integer.MAX_VALUE),
  LE(1, 1),
  LT(1, 1),
  GE(1, 1),
  GT(1, 1),
  BETWEEN(2, 2),
  NOT_NULL(0, 0),
  NULL(0, 0),
  CONTAINS(1, 1),
  NOT_CONTAINS(1, 1),
  BEGINS_WITH(1, 1);

  private final int argumentsMin;
  private final int argumentsMax;

  ComparisonOperator(int argumentsMin, int argumentsMax) {
    this.argumentsMin = argumentsMin;
    this.argumentsMax = argumentsMax;
  }

  boolean takes(int arguments) {
    return arguments >= argumentsMin && arguments <= argumentsMax;
  }
}
