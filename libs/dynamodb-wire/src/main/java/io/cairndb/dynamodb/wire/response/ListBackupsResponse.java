package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of backups. */
public record ListBackupsResponse(
    List<BackupSummary> backupSummaries, @Nullable String lastEvaluatedBackupArn)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "BackupSummaries", backupSummaries, BackupSummary::writeTo);
    Fields.text(json, "LastEvaluatedBackupArn", lastEvaluatedBackupArn);
    json.endObject();
  }
}
