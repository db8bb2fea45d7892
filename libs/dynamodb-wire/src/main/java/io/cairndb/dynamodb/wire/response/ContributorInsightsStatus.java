package io.cairndb.dynamodb.wire.response;

/** The state of contributor insights. */
public enum ContributorInsightsStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED,
  FAILED
}
