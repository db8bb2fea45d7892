package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** A stream that changes are copied to. */
public record KinesisDataStreamDestination(
    String streamArn,
    DestinationStatus destinationStatus,
    @Nullable String destinationStatusDescription) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("StreamArn").string(streamArn);
    json.member("DestinationStatus").string(destinationStatus.name());
    Fields.text(json, "DestinationStatusDescription", destinationStatusDescription);
    json.endObject();
  }
}
