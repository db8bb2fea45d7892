package io.cairndb.dynamodb.wire.request;

/** Which attributes a write gives back. */
public enum ReturnValue {
  ALL_NEW,
  UPDATED_OLD,
  ALL_OLD,
  NONE,
  UPDATED_NEW
}
