package io.cairndb.dynamodb.wire.response;

/** Whether a feature with no transition is on. */
public enum FeatureStatus {
  ENABLED,
  DISABLED
}
