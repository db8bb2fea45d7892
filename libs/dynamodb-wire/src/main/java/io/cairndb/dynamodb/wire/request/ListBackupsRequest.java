package io.cairndb.dynamodb.wire.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lists backups, of one table or of all. */
public record ListBackupsRequest(
    @Nullable String tableName,
    @Nullable Integer limit,
    @Nullable Instant timeRangeLowerBound,
    @Nullable Instant timeRangeUpperBound,
    @Nullable String exclusiveStartBackupArn,
    @Nullable BackupTypeFilter backupType) {
  private static final Members MEMBERS =
      Members.of(
          "ListBackupsInput",
          "TableName",
          "Limit",
          "TimeRangeLowerBound",
          "TimeRangeUpperBound",
          "ExclusiveStartBackupArn",
          "BackupType");

  public static ListBackupsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    Integer limit = null;
    Instant timeRangeLowerBound = null;
    Instant timeRangeUpperBound = null;
    String exclusiveStartBackupArn = null;
    BackupTypeFilter backupType = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        case 1 -> limit = in.integer(SizeRule.of(1, 100));
        case 2 -> timeRangeLowerBound = in.timestamp();
        case 3 -> timeRangeUpperBound = in.timestamp();
        case 4 -> exclusiveStartBackupArn = in.string(Rules.BACKUP_ARN);
        case 5 -> backupType = in.enumeration(Enums.BACKUP_TYPE_FILTER);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListBackupsRequest(
        tableName,
        limit,
        timeRangeLowerBound,
        timeRangeUpperBound,
        exclusiveStartBackupArn,
        backupType);
  }
}
