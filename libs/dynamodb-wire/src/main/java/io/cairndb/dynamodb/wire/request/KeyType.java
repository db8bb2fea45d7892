package io.cairndb.dynamodb.wire.request;

/** The role of an attribute in a key. */
public enum KeyType {
  HASH,
  RANGE
}
