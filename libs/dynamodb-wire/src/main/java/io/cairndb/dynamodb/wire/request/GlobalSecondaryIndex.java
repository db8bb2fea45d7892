package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A global index to be created, with its table or later. */
public record GlobalSecondaryIndex(
    String indexName,
    List<KeySchemaElement> keySchema,
    IndexProjection projection,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput) {
  /** In a request for a new table. */
  static final Structure<GlobalSecondaryIndex> SHAPE =
      shape(
          Members.of(
              "GlobalSecondaryIndex",
              "IndexName",
              "KeySchema",
              "Projection",
              "ProvisionedThroughput",
              "OnDemandThroughput",
              "WarmThroughput"));

  /** In a request for a table that exists; DynamoDB checks the same members in another order. */
  static final Structure<GlobalSecondaryIndex> CREATE_ACTION =
      shape(
          Members.of(
              "CreateGlobalSecondaryIndexAction",
              "Projection",
              "IndexName",
              "ProvisionedThroughput",
              "KeySchema",
              "OnDemandThroughput",
              "WarmThroughput"));

  private static Structure<GlobalSecondaryIndex> shape(Members optional) {
    Members members = optional.required("IndexName", "KeySchema", "Projection");
    return new Structure<>(members, in -> read(in, members));
  }

  private static @Nullable GlobalSecondaryIndex read(RequestReader in, Members members) {
    String indexName = null;
    List<KeySchemaElement> keySchema = null;
    IndexProjection projection = null;
    ProvisionedThroughput provisionedThroughput = null;
    OnDemandThroughput onDemandThroughput = null;
    WarmThroughput warmThroughput = null;
    for (int member = in.next(members); member >= 0; member = in.next(members)) {
      switch (members.name(member)) {
        case "IndexName" -> indexName = in.string(TableNames.NAME);
        case "KeySchema" -> keySchema = in.list(SizeRule.POSITIVE, KeySchemaElement.SHAPE);
        case "Projection" -> projection = in.structure(IndexProjection.SHAPE);
        case "ProvisionedThroughput" ->
            provisionedThroughput = in.structure(ProvisionedThroughput.SHAPE);
        case "OnDemandThroughput" -> onDemandThroughput = in.structure(OnDemandThroughput.SHAPE);
        case "WarmThroughput" -> warmThroughput = in.structure(WarmThroughput.SHAPE);
        default -> throw new IllegalStateException("no member " + members.name(member));
      }
    }
    if (indexName == null || keySchema == null || projection == null) {
      return null;
    }
    return new GlobalSecondaryIndex(
        indexName,
        keySchema,
        projection,
        provisionedThroughput,
        onDemandThroughput,
        warmThroughput);
  }
}
