package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * What came of one statement of a batch.
 *
 * @param tableName null when the statement could not be read
 */
public record BatchStatementResponse(
    @Nullable BatchStatementError error, @Nullable String tableName, @Nullable Item item) {

  void writeTo(JsonWriter json) {
    json.beginObject();
    if (error != null) {
      error.writeTo(json.member("Error"));
    }
    Fields.text(json, "TableName", tableName);
    Fields.item(json, "Item", item);
    json.endObject();
  }
}
