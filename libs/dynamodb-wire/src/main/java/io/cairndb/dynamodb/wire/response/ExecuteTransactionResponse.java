package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction of statements read.
 *
 * @param responses one per statement, in order; empty where there is no item to show
 */
public record ExecuteTransactionResponse(
    List<Optional<Item>> responses, @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("Responses").beginArray();
    for (Optional<Item> response : responses) {
      json.beginObject();
      response.ifPresent(item -> json.member("Item").item(item));
      json.endObject();
    }
    json.endArray();
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    json.endObject();
  }
}
