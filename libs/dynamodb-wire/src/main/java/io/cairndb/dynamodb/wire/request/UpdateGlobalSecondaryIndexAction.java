package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Changes the throughput of a global index. */
public record UpdateGlobalSecondaryIndexAction(
    String indexName,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput) {
  private static final Members MEMBERS =
      Members.of(
              "UpdateGlobalSecondaryIndexAction",
              "IndexName",
              "ProvisionedThroughput",
              "OnDemandThroughput",
              "WarmThroughput")
          .required("IndexName");

  static final Structure<UpdateGlobalSecondaryIndexAction> SHAPE =
      new Structure<>(MEMBERS, UpdateGlobalSecondaryIndexAction::read);

  private static @Nullable UpdateGlobalSecondaryIndexAction read(RequestReader in) {
    String indexName = null;
    ProvisionedThroughput provisionedThroughput = null;
    OnDemandThroughput onDemandThroughput = null;
    WarmThroughput warmThroughput = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> indexName = in.string(TableNames.NAME);
        case 1 -> provisionedThroughput = in.structure(ProvisionedThroughput.SHAPE);
        case 2 -> onDemandThroughput = in.structure(OnDemandThroughput.SHAPE);
        case 3 -> warmThroughput = in.structure(WarmThroughput.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (indexName == null) {
      return null;
    }
    return new UpdateGlobalSecondaryIndexAction(
        indexName, provisionedThroughput, onDemandThroughput, warmThroughput);
  }
}
