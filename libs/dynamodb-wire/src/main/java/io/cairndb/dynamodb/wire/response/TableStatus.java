package io.cairndb.dynamodb.wire.response;

/** Where a table is in its life. */
public enum TableStatus {
  CREATING,
  UPDATING,
  DELETING,
  ACTIVE,
  INACCESSIBLE_ENCRYPTION_CREDENTIALS,
  ARCHIVING,
  ARCHIVED,
  REPLICATION_NOT_AUTHORIZED
}
