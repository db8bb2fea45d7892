package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outcome of a transaction that was carried out. */
public record TransactWriteItemsResponse(
    @Nullable List<ConsumedCapacity> consumedCapacity,
    @Nullable Map<String, List<ItemCollectionMetrics>> itemCollectionMetrics)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    if (itemCollectionMetrics != null) {
      Fields.mapOfLists(
          json,
          "ItemCollectionMetrics",
          itemCollectionMetrics,
          (out, metrics) -> metrics.writeTo(out));
    }
    json.endObject();
  }
}
