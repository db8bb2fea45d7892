package io.cairndb.dynamodb.wire.request;

/** How storage is paid for. */
public enum TableClass {
  STANDARD,
  STANDARD_INFREQUENT_ACCESS
}
