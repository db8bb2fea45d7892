package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.AttributeDefinition;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.dynamodb.wire.request.OnDemandThroughput;
import io.cairndb.dynamodb.wire.request.StreamSpecification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is.
 *
 * @param attributeDefinitions left out, with the key schema, while the table is deleted
 * @param billingModeSummary left out for a table that was always provisioned
 * @param latestStreamLabel kept after the stream is disabled
 */
public record TableDescription(
    @Nullable List<AttributeDefinition> attributeDefinitions,
    String tableName,
    @Nullable List<KeySchemaElement> keySchema,
    TableStatus tableStatus,
    @Nullable Instant creationDateTime,
    @Nullable ProvisionedThroughputDescription provisionedThroughput,
    long tableSizeBytes,
    long itemCount,
    String tableArn,
    String tableId,
    @Nullable BillingModeSummary billingModeSummary,
    @Nullable List<LocalSecondaryIndexDescription> localSecondaryIndexes,
    @Nullable List<GlobalSecondaryIndexDescription> globalSecondaryIndexes,
    @Nullable StreamSpecification streamSpecification,
    @Nullable String latestStreamLabel,
    @Nullable String latestStreamArn,
    @Nullable RestoreSummary restoreSummary,
    @Nullable SseDescription sseDescription,
    @Nullable TableClassSummary tableClassSummary,
    @Nullable Boolean deletionProtectionEnabled,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughputDescription warmThroughput) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    if (attributeDefinitions != null) {
      Shapes.attributeDefinitions(json, "AttributeDefinitions", attributeDefinitions);
    }
    json.member("TableName").string(tableName);
    if (keySchema != null) {
      Shapes.keySchema(json, "KeySchema", keySchema);
    }
    json.member("TableStatus").string(tableStatus.name());
    Fields.timestamp(json, "CreationDateTime", creationDateTime);
    if (provisionedThroughput != null) {
      provisionedThroughput.writeTo(json.member("ProvisionedThroughput"));
    }
    json.member("TableSizeBytes").number(tableSizeBytes);
    json.member("ItemCount").number(itemCount);
    json.member("TableArn").string(tableArn);
    json.member("TableId").string(tableId);
    if (billingModeSummary != null) {
      billingModeSummary.writeTo(json.member("BillingModeSummary"));
    }
    if (localSecondaryIndexes != null) {
      Fields.list(
          json,
          "LocalSecondaryIndexes",
          localSecondaryIndexes,
          LocalSecondaryIndexDescription::writeTo);
    }
    if (globalSecondaryIndexes != null) {
      Fields.list(
          json,
          "GlobalSecondaryIndexes",
          globalSecondaryIndexes,
          GlobalSecondaryIndexDescription::writeTo);
    }
    if (streamSpecification != null) {
      Shapes.streamSpecification(json, "StreamSpecification", streamSpecification);
    }
    Fields.text(json, "LatestStreamLabel", latestStreamLabel);
    Fields.text(json, "LatestStreamArn", latestStreamArn);
    if (restoreSummary != null) {
      restoreSummary.writeTo(json.member("RestoreSummary"));
    }
    if (sseDescription != null) {
      sseDescription.writeTo(json.member("SSEDescription"));
    }
    if (tableClassSummary != null) {
      tableClassSummary.writeTo(json.member("TableClassSummary"));
    }
    Fields.bool(json, "DeletionProtectionEnabled", deletionProtectionEnabled);
    if (onDemandThroughput != null) {
      Shapes.onDemandThroughput(json, "OnDemandThroughput", onDemandThroughput);
    }
    if (warmThroughput != null) {
      warmThroughput.writeTo(json.member("WarmThroughput"));
    }
    json.endObject();
  }
}
