package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The outcome of CreateTable, UpdateTable and DeleteTable. */
public record TableDescriptionResponse(TableDescription tableDescription) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    tableDescription.writeTo(json.member("TableDescription"));
    json.endObject();
  }
}
