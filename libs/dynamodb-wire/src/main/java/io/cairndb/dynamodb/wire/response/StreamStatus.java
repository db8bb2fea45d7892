package io.cairndb.dynamodb.wire.response;

/** The state of a stream. */
public enum StreamStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED
}
