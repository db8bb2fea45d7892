package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Whether items expire, and by which attribute. */
public record DescribeTimeToLiveResponse(
    TimeToLiveStatus timeToLiveStatus, @Nullable String attributeName) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TimeToLiveDescription").beginObject();
    json.member("TimeToLiveStatus").string(timeToLiveStatus.name());
    Fields.text(json, "AttributeName", attributeName);
    json.endObject();
    json.endObject();
  }
}
