package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Capacity used by a table or by one index. */
public record Capacity(
    double capacityUnits, @Nullable Double readCapacityUnits, @Nullable Double writeCapacityUnits) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("CapacityUnits").number(capacityUnits);
    Fields.units(json, "ReadCapacityUnits", readCapacityUnits);
    Fields.units(json, "WriteCapacityUnits", writeCapacityUnits);
    json.endObject();
  }
}
