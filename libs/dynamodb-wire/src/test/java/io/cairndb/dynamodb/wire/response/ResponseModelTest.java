package io.cairndb.dynamodb.wire.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.JsonTree;
import io.cairndb.dynamodb.wire.Model;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds every response, with all that can be in it, against the API models: each member written is
 * one of the model with a value of its type, and each member of the model is written or listed here
 * as something this database has nothing to say about.
 */
class ResponseModelTest {
  private static final Map<String, Class<? extends Response>> RESPONSES = responses();

  /** By structure. */
  private static final Map<String, Set<String>> NOT_WRITTEN =
      Map.ofEntries(
          Map.entry(
              "TableDescription",
              Set.of(
                  "GlobalTableVersion",
                  "Replicas",
                  "GlobalTableWitnesses",
                  "GlobalTableSettingsReplicationMode",
                  "ArchivalSummary",
                  "MultiRegionConsistency",
                  "VectorIndexes")),
          Map.entry("ConsumedCapacity", Set.of("VectorIndexes")),
          Map.entry("SSEDescription", Set.of("InaccessibleEncryptionDateTime")),
          Map.entry(
              "DescribeContributorInsightsOutput",
              Set.of("FailureException", "ContributorInsightsMode")),
          Map.entry("ContributorInsightsSummary", Set.of("ContributorInsightsMode")),
          Map.entry("KinesisDataStreamDestination", Set.of("ApproximateCreationDateTimePrecision")),
          Map.entry("TableAutoScalingDescription", Set.of("Replicas")),
          Map.entry("GlobalTable", Set.of("ReplicationGroup")),
          Map.entry(
              "ImportSummary",
              Set.of(
                  "S3BucketSource",
                  "CloudWatchLogGroupArn",
                  "InputFormat",
                  "StartTime",
                  "EndTime")),
          Map.entry("WriteRequest", Set.of("DeleteRequest")));

  private final Map<String, Set<String>> written = new TreeMap<>();

  @Test
  void responsesAreThoseOfTheModels() {
    RESPONSES.forEach(
        (operation, type) -> {
          Model model = modelOf(operation);
          WireBuffer body = Samples.of(type).toBuffer();
          check(model, model.outputOf(operation), JsonTree.parse(body.toString()), operation);
        });
    written.forEach(
        (structure, members) -> {
          Model model = Model.dynamoDb();
          Model home = model.shapes().containsKey(structure) ? model : Model.streams();
          Set<String> missing = new TreeSet<>(home.members(structure).keySet());
          missing.removeAll(members);
          assertEquals(
              new TreeSet<>(NOT_WRITTEN.getOrDefault(structure, Set.of())), missing, structure);
        });
  }

  @Test
  void operationsWithoutOutputHaveNoBody() {
    assertFalse(Model.dynamoDb().hasOutput("TagResource"));
    assertFalse(Model.dynamoDb().hasOutput("UntagResource"));
    assertEquals(0, new EmptyResponse().toBuffer().size());
  }

  @Test
  void absentComponentsAreLeftOut() {
    assertEquals("{}", new WriteItemResponse(null, null, null).toBuffer().toString());
    assertEquals("{}", new GetItemResponse(null, null).toBuffer().toString());
    assertEquals(
        "{\"Count\":2,\"ScannedCount\":3}",
        new ItemPageResponse(null, 2, 3, null, null).toBuffer().toString());
  }

  private void check(Model model, String shape, @Nullable Object value, String path) {
    switch (model.type(shape)) {
      case "structure" -> {
        Map<String, String> members = model.members(shape);
        if (!shape.equals("AttributeValue")) {
          written
              .computeIfAbsent(shape, s -> new TreeSet<>())
              .addAll(JsonTree.object(value).keySet());
        }
        JsonTree.object(value)
            .forEach(
                (name, member) -> {
                  String memberShape = members.get(name);
                  assertTrue(memberShape != null, path + "." + name + " is not of " + shape);
                  check(model, memberShape, member, path + "." + name);
                });
        for (String required : model.required(shape)) {
          assertTrue(JsonTree.object(value).containsKey(required), path + " lacks " + required);
        }
      }
      case "list" -> {
        for (Object element : JsonTree.list(value)) {
          check(model, model.element(shape, "member"), element, path + "[]");
        }
      }
      case "map" ->
          JsonTree.object(value)
              .values()
              .forEach(v -> check(model, model.element(shape, "value"), v, path + "{}"));
      case "boolean" -> assertInstanceOf(Boolean.class, value, path);
      case "integer", "long" ->
          assertTrue(value instanceof BigDecimal n && n.scale() <= 0, path + " " + value);
      case "double", "timestamp" -> assertInstanceOf(BigDecimal.class, value, path);
      default -> {
        assertInstanceOf(String.class, value, path);
        if (!model.constants(shape).isEmpty() && !value.equals("text")) {
          assertTrue(model.constants(shape).contains(value), path + " " + value);
        }
      }
    }
  }

  private static Model modelOf(String operation) {
    Model streams = Model.streams();
    return streams.operations().containsKey(operation) ? streams : Model.dynamoDb();
  }

  private static Map<String, Class<? extends Response>> responses() {
    Map<String, Class<? extends Response>> all = new LinkedHashMap<>();
    all.put("PutItem", WriteItemResponse.class);
    all.put("UpdateItem", WriteItemResponse.class);
    all.put("DeleteItem", WriteItemResponse.class);
    all.put("GetItem", GetItemResponse.class);
    all.put("Query", ItemPageResponse.class);
    all.put("Scan", ItemPageResponse.class);
    all.put("BatchGetItem", BatchGetItemResponse.class);
    all.put("BatchWriteItem", BatchWriteItemResponse.class);
    all.put("TransactGetItems", TransactGetItemsResponse.class);
    all.put("TransactWriteItems", TransactWriteItemsResponse.class);
    all.put("ExecuteStatement", ExecuteStatementResponse.class);
    all.put("BatchExecuteStatement", BatchExecuteStatementResponse.class);
    all.put("ExecuteTransaction", ExecuteTransactionResponse.class);
    all.put("CreateTable", TableDescriptionResponse.class);
    all.put("UpdateTable", TableDescriptionResponse.class);
    all.put("DeleteTable", TableDescriptionResponse.class);
    all.put("DescribeTable", DescribeTableResponse.class);
    all.put("ListTables", ListTablesResponse.class);
    all.put("UpdateTimeToLive", UpdateTimeToLiveResponse.class);
    all.put("DescribeTimeToLive", DescribeTimeToLiveResponse.class);
    all.put("ListTagsOfResource", ListTagsOfResourceResponse.class);
    all.put("DescribeLimits", DescribeLimitsResponse.class);
    all.put("DescribeEndpoints", DescribeEndpointsResponse.class);
    all.put("DescribeContinuousBackups", ContinuousBackupsResponse.class);
    all.put("UpdateContinuousBackups", ContinuousBackupsResponse.class);
    all.put("DescribeContributorInsights", DescribeContributorInsightsResponse.class);
    all.put("ListContributorInsights", ListContributorInsightsResponse.class);
    all.put(
        "DescribeKinesisStreamingDestination", DescribeKinesisStreamingDestinationResponse.class);
    all.put("DescribeTableReplicaAutoScaling", DescribeTableReplicaAutoScalingResponse.class);
    all.put("ListGlobalTables", ListGlobalTablesResponse.class);
    all.put("ListBackups", ListBackupsResponse.class);
    all.put("ListExports", ListExportsResponse.class);
    all.put("ListImports", ListImportsResponse.class);
    all.put("GetResourcePolicy", GetResourcePolicyResponse.class);
    all.put("PutResourcePolicy", PolicyRevisionResponse.class);
    all.put("DeleteResourcePolicy", PolicyRevisionResponse.class);
    all.put("ListStreams", ListStreamsResponse.class);
    all.put("DescribeStream", DescribeStreamResponse.class);
    all.put("GetShardIterator", GetShardIteratorResponse.class);
    all.put("GetRecords", GetRecordsResponse.class);
    return all;
  }
}
