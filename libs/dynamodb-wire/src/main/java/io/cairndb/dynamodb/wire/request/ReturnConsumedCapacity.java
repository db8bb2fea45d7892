package io.cairndb.dynamodb.wire.request;

/** How finely consumed capacity is told. */
public enum ReturnConsumedCapacity {
  INDEXES,
  TOTAL,
  NONE
}
