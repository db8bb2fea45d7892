package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** An import in a list. */
public record ImportSummary(String importArn, String importStatus, @Nullable String tableArn) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ImportArn").string(importArn);
    json.member("ImportStatus").string(importStatus);
    Fields.text(json, "TableArn", tableArn);
    json.endObject();
  }
}
