package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.item.schema.Projection;
import java.util.List;

/** A local index as it is. */
public record LocalSecondaryIndexDescription(
    String indexName,
    List<KeySchemaElement> keySchema,
    Projection projection,
    long indexSizeBytes,
    long itemCount,
    String indexArn) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("IndexName").string(indexName);
    Shapes.keySchema(json, "KeySchema", keySchema);
    Shapes.projection(json, "Projection", projection);
    json.member("IndexSizeBytes").number(indexSizeBytes);
    json.member("ItemCount").number(itemCount);
    json.member("IndexArn").string(indexArn);
    json.endObject();
  }
}
