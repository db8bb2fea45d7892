package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The first and, once a shard is closed, the last record. */
public record SequenceNumberRange(
    @Nullable String startingSequenceNumber, @Nullable String endingSequenceNumber) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.text(json, "StartingSequenceNumber", startingSequenceNumber);
    Fields.text(json, "EndingSequenceNumber", endingSequenceNumber);
    json.endObject();
  }
}
