package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement read, or returned of what it wrote.
 *
 * @param nextToken by which the same statement goes on
 * @param lastEvaluatedKey where it stopped
 */
public record ExecuteStatementResponse(
    List<Item> items,
    @Nullable String nextToken,
    @Nullable ConsumedCapacity consumedCapacity,
    @Nullable Item lastEvaluatedKey)
    implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.items(json, "Items", items);
    Fields.text(json, "NextToken", nextToken);
    if (consumedCapacity != null) {
      consumedCapacity.writeTo(json.member("ConsumedCapacity"));
    }
    Fields.item(json, "LastEvaluatedKey", lastEvaluatedKey);
    json.endObject();
  }
}
