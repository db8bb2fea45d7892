package io.cairndb.dynamodb.wire.request;

/** The comparisons from before expressions. */
public enum ComparisonOperator {
  IN,
  NULL,
  BETWEEN,
  LT,
  NOT_CONTAINS,
  EQ,
  GT,
  NOT_NULL,
  NE,
  LE,
  BEGINS_WITH,
  GE,
  CONTAINS
}
