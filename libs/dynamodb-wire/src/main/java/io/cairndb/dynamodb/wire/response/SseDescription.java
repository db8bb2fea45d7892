package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.SseType;
import org.jspecify.annotations.Nullable;

/** How data at rest is encrypted. */
public record SseDescription(
    SseStatus status, @Nullable SseType sseType, @Nullable String kmsMasterKeyArn) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("Status").string(status.name());
    Fields.constant(json, "SSEType", sseType);
    Fields.text(json, "KMSMasterKeyArn", kmsMasterKeyArn);
    json.endObject();
  }
}
