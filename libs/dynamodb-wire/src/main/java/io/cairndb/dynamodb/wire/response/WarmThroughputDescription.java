package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/**
 * Units per second a table or index is ready for.
 *
 * @param status of the table or index, whose type differs
 */
public record WarmThroughputDescription(
    long readUnitsPerSecond, long writeUnitsPerSecond, String status) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ReadUnitsPerSecond").number(readUnitsPerSecond);
    json.member("WriteUnitsPerSecond").number(writeUnitsPerSecond);
    json.member("Status").string(status);
    json.endObject();
  }
}
