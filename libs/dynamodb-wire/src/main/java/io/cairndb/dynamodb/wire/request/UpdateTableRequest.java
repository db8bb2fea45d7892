package io.cairndb.dynamodb.wire.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the settings of a table, or one of its global indexes.
 *
 * @param unsupported members that were present and ask for what this database does not do
 */
public record UpdateTableRequest(
    @Nullable List<AttributeDefinition> attributeDefinitions,
    String tableName,
    @Nullable BillingMode billingMode,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable List<GlobalSecondaryIndexUpdate> globalSecondaryIndexUpdates,
    @Nullable StreamSpecification streamSpecification,
    @Nullable SseSpecification sseSpecification,
    @Nullable TableClass tableClass,
    @Nullable Boolean deletionProtectionEnabled,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput,
    List<String> unsupported) {
  private static final Members MEMBERS =
      Members.of(
          "UpdateTableInput",
          "ProvisionedThroughput",
          "BillingMode",
          "AttributeDefinitions",
          "TableName",
          "GlobalSecondaryIndexUpdates",
          "StreamSpecification",
          "SSESpecification",
          "TableClass",
          "DeletionProtectionEnabled",
          "OnDemandThroughput",
          "WarmThroughput",
          "ReplicaUpdates",
          "MultiRegionConsistency",
          "GlobalTableWitnessUpdates",
          "GlobalTableSettingsReplicationMode",
          "VectorIndexUpdates");

  public static UpdateTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<AttributeDefinition> attributeDefinitions = null;
    String tableName = null;
    BillingMode billingMode = null;
    ProvisionedThroughput provisionedThroughput = null;
    List<GlobalSecondaryIndexUpdate> globalSecondaryIndexUpdates = null;
    StreamSpecification streamSpecification = null;
    SseSpecification sseSpecification = null;
    TableClass tableClass = null;
    Boolean deletionProtectionEnabled = null;
    OnDemandThroughput onDemandThroughput = null;
    WarmThroughput warmThroughput = null;
    List<String> unsupported = new ArrayList<>();
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> provisionedThroughput = in.structure(ProvisionedThroughput.SHAPE);
        case 1 -> billingMode = in.enumeration(Enums.BILLING_MODE);
        case 2 -> attributeDefinitions = in.list(SizeRule.ANY, AttributeDefinition.SHAPE);
        case 3 -> tableName = in.string();
        case 4 ->
            globalSecondaryIndexUpdates = in.list(SizeRule.ANY, GlobalSecondaryIndexUpdate.SHAPE);
        case 5 -> streamSpecification = in.structure(StreamSpecification.SHAPE);
        case 6 -> sseSpecification = in.structure(SseSpecification.SHAPE);
        case 7 -> tableClass = in.enumeration(Enums.TABLE_CLASS);
        case 8 -> deletionProtectionEnabled = in.bool();
        case 9 -> onDemandThroughput = in.structure(OnDemandThroughput.SHAPE);
        case 10 -> warmThroughput = in.structure(WarmThroughput.SHAPE);
        default -> {
          unsupported.add(MEMBERS.names().get(member));
          in.skip();
        }
      }
    }
    in.requireEnd();
    String name = TableNames.requireName(tableName);
    in.finish();
    return new UpdateTableRequest(
        attributeDefinitions,
        name,
        billingMode,
        provisionedThroughput,
        globalSecondaryIndexUpdates,
        streamSpecification,
        sseSpecification,
        tableClass,
        deletionProtectionEnabled,
        onDemandThroughput,
        warmThroughput,
        List.copyOf(unsupported));
  }
}
