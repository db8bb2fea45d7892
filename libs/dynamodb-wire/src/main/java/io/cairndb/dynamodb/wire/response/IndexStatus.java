package io.cairndb.dynamodb.wire.response;

/** Where a global index is in its life. */
public enum IndexStatus {
  CREATING,
  UPDATING,
  DELETING,
  ACTIVE
}
