package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.KeysAndAttributes;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items by table, and the keys that are to be asked for again. */
public record BatchGetItemResponse(
    Map<String, List<Item>> responses,
    Map<String, KeysAndAttributes> unprocessedKeys,
    @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.mapOfLists(json, "Responses", responses, JsonWriter::item);
    Fields.map(json, "UnprocessedKeys", unprocessedKeys, Shapes::keysAndAttributes);
    if (consumedCapacity != null) {
      Fields.list(json, "ConsumedCapacity", consumedCapacity, ConsumedCapacity::writeTo);
    }
    json.endObject();
  }
}
