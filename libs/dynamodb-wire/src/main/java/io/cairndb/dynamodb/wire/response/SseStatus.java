package io.cairndb.dynamodb.wire.response;

/** The state of encryption at rest. */
public enum SseStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED,
  UPDATING
}
