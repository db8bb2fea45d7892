package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.WriteRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writes that are to be sent again. */
public record BatchWriteItemResponse(
    Map<String, List<WriteRequest>> unprocessedItems,
    @Nullable Map<String, List<ItemCollectionMetrics>> itemCollectionMetrics,
    @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.mapOfLists(json, "UnprocessedItems", unprocessedItems, Shapes::writeRequest);
    if (itemCollectionMetrics != null) {
      Fields.mapOfLists(
          json,
          "ItemCollectionMetrics",
          itemCollectionMetrics,
          (out, metrics) -> metrics.writeTo(out));
    }
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    json.endObject();
  }
}
