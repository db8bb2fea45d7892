package io.cairndb.dynamodb.wire.response;

/** The state of streaming to another service. */
public enum DestinationStatus {
  ENABLING,
  ACTIVE,
  DISABLING,
  DISABLED,
  ENABLE_FAILED,
  UPDATING
}
