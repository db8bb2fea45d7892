package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** A stream in a list. */
public record StreamSummary(String streamArn, String tableName, String streamLabel) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("StreamArn").string(streamArn);
    json.member("TableName").string(tableName);
    json.member("StreamLabel").string(streamLabel);
    json.endObject();
  }
}
