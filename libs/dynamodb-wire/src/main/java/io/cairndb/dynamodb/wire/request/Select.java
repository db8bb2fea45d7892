package io.cairndb.dynamodb.wire.request;

/** What a page of results contains. */
public enum Select {
  SPECIFIC_ATTRIBUTES,
  COUNT,
  ALL_ATTRIBUTES,
  ALL_PROJECTED_ATTRIBUTES
}
