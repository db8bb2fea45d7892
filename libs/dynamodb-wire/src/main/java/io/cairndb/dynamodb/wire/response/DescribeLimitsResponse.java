package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The quotas of the account. */
public record DescribeLimitsResponse(
    long accountMaxReadCapacityUnits,
    long accountMaxWriteCapacityUnits,
    long tableMaxReadCapacityUnits,
    long tableMaxWriteCapacityUnits)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("AccountMaxReadCapacityUnits").number(accountMaxReadCapacityUnits);
    json.member("AccountMaxWriteCapacityUnits").number(accountMaxWriteCapacityUnits);
    json.member("TableMaxReadCapacityUnits").number(tableMaxReadCapacityUnits);
    json.member("TableMaxWriteCapacityUnits").number(tableMaxWriteCapacityUnits);
    json.endObject();
  }
}
