package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The outcome of PutResourcePolicy and DeleteResourcePolicy. */
public record PolicyRevisionResponse(@Nullable String revisionId) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.text(json, "RevisionId", revisionId);
    json.endObject();
  }
}
