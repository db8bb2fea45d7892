package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of streams. */
public record ListStreamsResponse(
    List<StreamSummary> streams, @Nullable String lastEvaluatedStreamArn) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "Streams", streams, StreamSummary::writeTo);
    Fields.text(json, "LastEvaluatedStreamArn", lastEvaluatedStreamArn);
    json.endObject();
  }
}
