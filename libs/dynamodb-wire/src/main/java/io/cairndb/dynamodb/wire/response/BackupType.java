package io.cairndb.dynamodb.wire.response;

/** Who made a backup. */
public enum BackupType {
  USER,
  SYSTEM,
  AWS_BACKUP
}
