package io.cairndb.dynamodb.wire.response;

/** The state of expiry. */
public enum TimeToLiveStatus {
  ENABLING,
  DISABLING,
  ENABLED,
  DISABLED
}
