package io.cairndb.dynamodb.wire.request;

/** Which shards are described. */
public enum ShardFilterType {
  CHILD_SHARDS
}
