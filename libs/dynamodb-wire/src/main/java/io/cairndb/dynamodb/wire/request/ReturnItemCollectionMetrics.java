package io.cairndb.dynamodb.wire.request;

/** Whether the size of the item collection is told. */
public enum ReturnItemCollectionMetrics {
  SIZE,
  NONE
}
