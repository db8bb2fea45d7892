package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** An export in a list. */
public record ExportSummary(String exportArn, String exportStatus, @Nullable String exportType) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ExportArn").string(exportArn);
    json.member("ExportStatus").string(exportStatus);
    Fields.text(json, "ExportType", exportType);
    json.endObject();
  }
}
