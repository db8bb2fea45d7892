package io.cairndb.dynamodb.wire.request;

/** Which backups are listed. */
public enum BackupTypeFilter {
  USER,
  SYSTEM,
  AWS_BACKUP,
  ALL
}
