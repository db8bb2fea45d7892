package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.GlobalSecondaryIndex;
import io.cairndb.dynamodb.wire.request.IndexProjection;
import io.cairndb.dynamodb.wire.request.LocalSecondaryIndex;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the indexes of a new table must look like, in DynamoDB's words and order. */
final class IndexRules {
  private static final int LOCAL_INDEXES_MAX = 5;
  private static final int GLOBAL_INDEXES_MAX = 20;
  private static final int PROJECTED_ATTRIBUTES_MAX = 100;

  private final KeySchemaRules keys;
  private final Set<String> names = new HashSet<>();
  private int projectedAttributes;

  IndexRules(KeySchemaRules keys) {
    this.keys = keys;
  }

  List<IndexDefinition> local(@Nullable List<LocalSecondaryIndex> asked, KeySchema table) {
    if (asked == null) {
      return List.of();
    }
    if (asked.isEmpty()) {
      throw DynamoDbErrors.invalidParameter("List of LocalSecondaryIndexes is empty");
    }
    if (!table.hasSort()) {
      throw DynamoDbErrors.invalidParameter(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    List<IndexDefinition> indexes = new ArrayList<>();
    for (LocalSecondaryIndex index : asked) {
      String path = "localSecondaryIndexes." + (indexes.size() + 1) + ".member.keySchema";
      KeySchema key = keys.localKey(index.keySchema(), table, index.indexName(), path);
      Projection projection = projection(index.projection());
      requireNewName(index.indexName());
      indexes.add(
          new IndexDefinition(
              index.indexName(), key, projection, Throughput.NONE, CapacityLimits.NONE));
    }
    if (indexes.size() > LOCAL_INDEXES_MAX) {
      throw DynamoDbErrors.invalidParameter(
          "Number of LocalSecondaryIndexes exceeds per-table limit of " + LOCAL_INDEXES_MAX);
    }
    return indexes;
  }

  List<IndexDefinition> global(@Nullable List<GlobalSecondaryIndex> asked, BillingMode mode) {
    if (asked == null) {
      return List.of();
    }
    if (asked.isEmpty()) {
      throw DynamoDbErrors.invalidParameter("List of GlobalSecondaryIndexes is empty");
    }
    List<IndexDefinition> indexes = new ArrayList<>();
    for (GlobalSecondaryIndex index : asked) {
      String name = index.indexName();
      KeySchema key = keys.globalKey(index.keySchema());
      Projection projection = projection(index.projection());
      requireNewName(name);
      indexes.add(
          new IndexDefinition(
              name,
              key,
              projection,
              CapacityRules.indexThroughput(mode, index.provisionedThroughput(), name),
              CapacityRules.limits(mode, index.onDemandThroughput(), index.warmThroughput())));
    }
    if (indexes.size() > GLOBAL_INDEXES_MAX) {
      throw DynamoDbErrors.invalidParameter(
          "GlobalSecondaryIndex count exceeds the per-table limit of " + GLOBAL_INDEXES_MAX);
    }
    return indexes;
  }

  void requireProjectedAttributes() {
    if (projectedAttributes > PROJECTED_ATTRIBUTES_MAX) {
      throw tooManyProjected(projectedAttributes);
    }
  }

  static DynamoDbException tooManyProjected(int count) {
    return DynamoDbErrors.invalidParameter(
        "The total number of attributes projected into all of the table's local secondary and"
            + " global secondary indexes is "
            + count
            + ", which exceeds the limit of "
            + PROJECTED_ATTRIBUTES_MAX);
  }

  /** An index's projection; also counts the attributes it names. */
  Projection projection(IndexProjection asked) {
    Projection.Kind kind = asked.projectionType();
    List<String> attributes = asked.nonKeyAttributes();
    if (kind == null) {
      throw DynamoDbErrors.invalidParameter("Unknown ProjectionType: null");
    }
    if (kind != Projection.Kind.INCLUDE && attributes != null) {
      throw DynamoDbErrors.invalidParameter(
          "ProjectionType is " + kind + ", but NonKeyAttributes is specified");
    }
    if (kind == Projection.Kind.INCLUDE && attributes == null) {
      throw DynamoDbErrors.invalidParameter(
          "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    }
    List<String> included = attributes == null ? List.of() : attributes;
    projectedAttributes += included.size();
    return new Projection(kind, included);
  }

  private void requireNewName(String indexName) {
    if (!names.add(indexName)) {
      throw DynamoDbErrors.invalidParameter("Duplicate index name: " + indexName);
    }
  }
}
