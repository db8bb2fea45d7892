package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds a global index to a table. */
public record CreateGlobalSecondaryIndexAction(
    String indexName,
    List<KeySchemaElement> keySchema,
    IndexProjection projection,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput) {
  private static final Members MEMBERS =
      Members.of(
              "CreateGlobalSecondaryIndexAction",
              "Projection",
              "IndexName",
              "ProvisionedThroughput",
              "KeySchema",
              "OnDemandThroughput",
              "WarmThroughput")
          .required("IndexName", "KeySchema", "Projection");

  static final Structure<CreateGlobalSecondaryIndexAction> SHAPE =
      new Structure<>(MEMBERS, CreateGlobalSecondaryIndexAction::read);

  private static @Nullable CreateGlobalSecondaryIndexAction read(RequestReader in) {
    String indexName = null;
    List<KeySchemaElement> keySchema = null;
    IndexProjection projection = null;
    ProvisionedThroughput provisionedThroughput = null;
    OnDemandThroughput onDemandThroughput = null;
    WarmThroughput warmThroughput = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> projection = in.structure(IndexProjection.SHAPE);
        case 1 -> indexName = in.string(TableNames.NAME);
        case 2 -> provisionedThroughput = in.structure(ProvisionedThroughput.SHAPE);
        case 3 -> keySchema = in.list(SizeRule.POSITIVE, KeySchemaElement.SHAPE);
        case 4 -> onDemandThroughput = in.structure(OnDemandThroughput.SHAPE);
        case 5 -> warmThroughput = in.structure(WarmThroughput.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (indexName == null || keySchema == null || projection == null) {
      return null;
    }
    return new CreateGlobalSecondaryIndexAction(
        indexName,
        keySchema,
        projection,
        provisionedThroughput,
        onDemandThroughput,
        warmThroughput);
  }
}
