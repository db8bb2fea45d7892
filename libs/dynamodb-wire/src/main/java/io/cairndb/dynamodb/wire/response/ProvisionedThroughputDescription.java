package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Throughput as bought; zeros for a table billed per request. */
public record ProvisionedThroughputDescription(
    @Nullable Instant lastIncreaseDateTime,
    @Nullable Instant lastDecreaseDateTime,
    long numberOfDecreasesToday,
    long readCapacityUnits,
    long writeCapacityUnits) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.timestamp(json, "LastIncreaseDateTime", lastIncreaseDateTime);
    Fields.timestamp(json, "LastDecreaseDateTime", lastDecreaseDateTime);
    json.member("NumberOfDecreasesToday").number(numberOfDecreasesToday);
    json.member("ReadCapacityUnits").number(readCapacityUnits);
    json.member("WriteCapacityUnits").number(writeCapacityUnits);
    json.endObject();
  }
}
