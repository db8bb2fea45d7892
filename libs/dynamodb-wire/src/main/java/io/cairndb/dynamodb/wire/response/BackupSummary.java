package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A backup in a list. */
public record BackupSummary(
    String tableName,
    String tableId,
    String tableArn,
    String backupArn,
    String backupName,
    Instant backupCreationDateTime,
    @Nullable Instant backupExpiryDateTime,
    BackupStatus backupStatus,
    BackupType backupType,
    @Nullable Long backupSizeBytes) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableName").string(tableName);
    json.member("TableId").string(tableId);
    json.member("TableArn").string(tableArn);
    json.member("BackupArn").string(backupArn);
    json.member("BackupName").string(backupName);
    json.member("BackupCreationDateTime").timestamp(backupCreationDateTime);
    Fields.timestamp(json, "BackupExpiryDateTime", backupExpiryDateTime);
    json.member("BackupStatus").string(backupStatus.name());
    json.member("BackupType").string(backupType.name());
    Fields.number(json, "BackupSizeBytes", backupSizeBytes);
    json.endObject();
  }
}
