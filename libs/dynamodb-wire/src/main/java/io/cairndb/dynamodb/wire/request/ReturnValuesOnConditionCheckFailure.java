package io.cairndb.dynamodb.wire.request;

/** Whether a failed condition shows the item. */
public enum ReturnValuesOnConditionCheckFailure {
  ALL_OLD,
  NONE
}
