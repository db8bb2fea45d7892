package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a batch of statements, one answer for each, in order. */
public record BatchExecuteStatementResponse(
    List<BatchStatementResponse> responses, @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "Responses", responses, BatchStatementResponse::writeTo);
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    json.endObject();
  }
}
