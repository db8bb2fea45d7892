package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/** The outcome of PutItem, UpdateItem and DeleteItem. */
public record WriteItemResponse(
    @Nullable Item attributes,
    @Nullable ConsumedCapacity consumedCapacity,
    @Nullable ItemCollectionMetrics itemCollectionMetrics)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.item(json, "Attributes", attributes);
    if (consumedCapacity != null) {
      consumedCapacity.writeTo(json.member("ConsumedCapacity"));
    }
    if (itemCollectionMetrics != null) {
      itemCollectionMetrics.writeTo(json.member("ItemCollectionMetrics"));
    }
    json.endObject();
  }
}
