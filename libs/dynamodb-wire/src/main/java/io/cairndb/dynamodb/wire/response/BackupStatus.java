package io.cairndb.dynamodb.wire.response;

/** Where a backup is in its life. */
public enum BackupStatus {
  CREATING,
  DELETED,
  AVAILABLE
}
