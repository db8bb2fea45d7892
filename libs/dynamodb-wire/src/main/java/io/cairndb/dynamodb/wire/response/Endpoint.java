package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** Where the service is to be reached. */
public record Endpoint(String address, long cachePeriodInMinutes) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("Address").string(address);
    json.member("CachePeriodInMinutes").number(cachePeriodInMinutes);
    json.endObject();
  }
}
