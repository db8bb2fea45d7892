package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a restored table came from. */
public record RestoreSummary(
    @Nullable String sourceBackupArn,
    @Nullable String sourceTableArn,
    Instant restoreDateTime,
    boolean restoreInProgress) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.text(json, "SourceBackupArn", sourceBackupArn);
    Fields.text(json, "SourceTableArn", sourceTableArn);
    json.member("RestoreDateTime").timestamp(restoreDateTime);
    json.member("RestoreInProgress").bool(restoreInProgress);
    json.endObject();
  }
}
