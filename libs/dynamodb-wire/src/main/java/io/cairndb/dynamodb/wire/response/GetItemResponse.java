package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/** The item, if there is one. */
public record GetItemResponse(@Nullable Item item, @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.item(json, "Item", item);
    if (consumedCapacity != null) {
      consumedCapacity.writeTo(json.member("ConsumedCapacity"));
    }
    json.endObject();
  }
}
