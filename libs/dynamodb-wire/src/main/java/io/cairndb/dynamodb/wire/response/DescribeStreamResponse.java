package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The outcome of DescribeStream. */
public record DescribeStreamResponse(StreamDescription streamDescription) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    streamDescription.writeTo(json.member("StreamDescription"));
    json.endObject();
  }
}
