package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Capacity used by one request on one table.
 *
 * @param tableName the table as the request named it
 * @param table the share of the table itself; with the indexes, only where INDEXES was asked for
 */
public record ConsumedCapacity(
    String tableName,
    double capacityUnits,
    @Nullable Double readCapacityUnits,
    @Nullable Double writeCapacityUnits,
    @Nullable Capacity table,
    @Nullable Map<String, Capacity> localSecondaryIndexes,
    @Nullable Map<String, Capacity> globalSecondaryIndexes) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableName").string(tableName);
    json.member("CapacityUnits").number(capacityUnits);
    Fields.units(json, "ReadCapacityUnits", readCapacityUnits);
    Fields.units(json, "WriteCapacityUnits", writeCapacityUnits);
    if (table != null) {
      table.writeTo(json.member("Table"));
    }
    if (localSecondaryIndexes != null) {
      Fields.map(json, "LocalSecondaryIndexes", localSecondaryIndexes, Capacity::writeTo);
    }
    if (globalSecondaryIndexes != null) {
      Fields.map(json, "GlobalSecondaryIndexes", globalSecondaryIndexes, Capacity::writeTo);
    }
    json.endObject();
  }
}
