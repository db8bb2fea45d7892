package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The outcome of DescribeContinuousBackups and UpdateContinuousBackups. */
public record ContinuousBackupsResponse(
    FeatureStatus continuousBackupsStatus,
    @Nullable PointInTimeRecoveryDescription pointInTimeRecoveryDescription)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ContinuousBackupsDescription").beginObject();
    json.member("ContinuousBackupsStatus").string(continuousBackupsStatus.name());
    if (pointInTimeRecoveryDescription != null) {
      pointInTimeRecoveryDescription.writeTo(json.member("PointInTimeRecoveryDescription"));
    }
    json.endObject();
    json.endObject();
  }
}
