package io.cairndb.dynamodb.wire.request;

/** What becomes of an attribute. */
public enum AttributeAction {
  ADD,
  DELETE,
  PUT
}
