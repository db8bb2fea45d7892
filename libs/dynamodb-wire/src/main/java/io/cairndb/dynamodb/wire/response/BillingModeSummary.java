package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.BillingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How throughput is paid for. */
public record BillingModeSummary(
    BillingMode billingMode, @Nullable Instant lastUpdateToPayPerRequestDateTime) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("BillingMode").string(billingMode.name());
    Fields.timestamp(json, "LastUpdateToPayPerRequestDateTime", lastUpdateToPayPerRequestDateTime);
    json.endObject();
  }
}
