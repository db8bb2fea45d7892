package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.dynamodb.wire.request.OnDemandThroughput;
import io.cairndb.item.schema.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A global index as it is.
 *
 * @param backfilling present only while the index is being created
 */
public record GlobalSecondaryIndexDescription(
    String indexName,
    List<KeySchemaElement> keySchema,
    Projection projection,
    IndexStatus indexStatus,
    @Nullable Boolean backfilling,
    @Nullable ProvisionedThroughputDescription provisionedThroughput,
    long indexSizeBytes,
    long itemCount,
    String indexArn,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughputDescription warmThroughput) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("IndexName").string(indexName);
    Shapes.keySchema(json, "KeySchema", keySchema);
    Shapes.projection(json, "Projection", projection);
    json.member("IndexStatus").string(indexStatus.name());
    Fields.bool(json, "Backfilling", backfilling);
    if (provisionedThroughput != null) {
      provisionedThroughput.writeTo(json.member("ProvisionedThroughput"));
    }
    json.member("IndexSizeBytes").number(indexSizeBytes);
    json.member("ItemCount").number(itemCount);
    json.member("IndexArn").string(indexArn);
    if (onDemandThroughput != null) {
      Shapes.onDemandThroughput(json, "OnDemandThroughput", onDemandThroughput);
    }
    if (warmThroughput != null) {
      warmThroughput.writeTo(json.member("WarmThroughput"));
    }
    json.endObject();
  }
}
