package io.cairndb.dynamodb.wire.request;

/** Where in a shard reading starts. */
public enum ShardIteratorType {
  AFTER_SEQUENCE_NUMBER,
  LATEST,
  AT_SEQUENCE_NUMBER,
  TRIM_HORIZON
}
