package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From when to when a table can be restored. */
public record PointInTimeRecoveryDescription(
    FeatureStatus pointInTimeRecoveryStatus,
    @Nullable Integer recoveryPeriodInDays,
    @Nullable Instant earliestRestorableDateTime,
    @Nullable Instant latestRestorableDateTime) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("PointInTimeRecoveryStatus").string(pointInTimeRecoveryStatus.name());
    Fields.number(json, "RecoveryPeriodInDays", recoveryPeriodInDays);
    Fields.timestamp(json, "EarliestRestorableDateTime", earliestRestorableDateTime);
    Fields.timestamp(json, "LatestRestorableDateTime", latestRestorableDateTime);
    json.endObject();
  }
}
