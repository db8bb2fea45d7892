package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.TimeToLiveSpecification;

/** The setting as it was accepted. */
public record UpdateTimeToLiveResponse(TimeToLiveSpecification timeToLiveSpecification)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Shapes.timeToLiveSpecification(json, "TimeToLiveSpecification", timeToLiveSpecification);
    json.endObject();
  }
}
