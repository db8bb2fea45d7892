package io.cairndb.dynamodb.wire.response;

/** What happened to an item. */
public enum EventName {
  INSERT,
  MODIFY,
  REMOVE
}
