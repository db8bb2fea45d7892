package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reading transaction saw.
 *
 * @param responses one per action, in order; empty where there is no item
 */
public record TransactGetItemsResponse(
    @Nullable List<ConsumedCapacity> consumedCapacity, List<Optional<Item>> responses)
    implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    json.member("Responses").beginArray();
    for (Optional<Item> response : responses) {
      json.beginObject();
      response.ifPresent(item -> json.member("Item").item(item));
      json.endObject();
    }
    json.endArray().endObject();
  }
}
