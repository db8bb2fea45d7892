package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** A global table of the first version. */
public record GlobalTable(String globalTableName) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("GlobalTableName").string(globalTableName);
    json.endObject();
  }
}
