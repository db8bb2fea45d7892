package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The outcome of DescribeTable. */
public record DescribeTableResponse(TableDescription table) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    table.writeTo(json.member("Table"));
    json.endObject();
  }
}
