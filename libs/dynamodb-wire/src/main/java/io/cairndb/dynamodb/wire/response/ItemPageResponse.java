package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of Query or Scan.
 *
 * @param items null when only the count was asked for
 */
public record ItemPageResponse(
    @Nullable List<Item> items,
    int count,
    int scannedCount,
    @Nullable Item lastEvaluatedKey,
    @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    if (items != null) {
      Fields.items(json, "Items", items);
    }
    json.member("Count").number(count);
    json.member("ScannedCount").number(scannedCount);
    Fields.item(json, "LastEvaluatedKey", lastEvaluatedKey);
    if (consumedCapacity != null) {
      consumedCapacity.writeTo(json.member("ConsumedCapacity"));
    }
    json.endObject();
  }
}
