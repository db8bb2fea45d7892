package io.cairndb.dynamodb.wire.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a table with its indexes.
 *
 * @param unsupported members that were present and ask for what this database does not do
 */
public record CreateTableRequest(
    List<AttributeDefinition> attributeDefinitions,
    String tableName,
    List<KeySchemaElement> keySchema,
    @Nullable List<LocalSecondaryIndex> localSecondaryIndexes,
    @Nullable List<GlobalSecondaryIndex> globalSecondaryIndexes,
    @Nullable BillingMode billingMode,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable StreamSpecification streamSpecification,
    @Nullable SseSpecification sseSpecification,
    @Nullable List<Tag> tags,
    @Nullable TableClass tableClass,
    @Nullable Boolean deletionProtectionEnabled,
    @Nullable WarmThroughput warmThroughput,
    @Nullable String resourcePolicy,
    @Nullable OnDemandThroughput onDemandThroughput,
    List<String> unsupported) {
  private static final Members MEMBERS =
      Members.of(
              "CreateTableInput",
              "AttributeDefinitions",
              "TableName",
              "BillingMode",
              "ProvisionedThroughput",
              "KeySchema",
              "LocalSecondaryIndexes",
              "GlobalSecondaryIndexes",
              "StreamSpecification",
              "SSESpecification",
              "Tags",
              "TableClass",
              "DeletionProtectionEnabled",
              "WarmThroughput",
              "ResourcePolicy",
              "OnDemandThroughput",
              "GlobalTableSourceArn",
              "GlobalTableSettingsReplicationMode",
              "VectorIndexes")
          .required("AttributeDefinitions", "KeySchema");

  public static CreateTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<AttributeDefinition> attributeDefinitions = null;
    String tableName = null;
    List<KeySchemaElement> keySchema = null;
    List<LocalSecondaryIndex> localSecondaryIndexes = null;
    List<GlobalSecondaryIndex> globalSecondaryIndexes = null;
    BillingMode billingMode = null;
    ProvisionedThroughput provisionedThroughput = null;
    StreamSpecification streamSpecification = null;
    SseSpecification sseSpecification = null;
    List<Tag> tags = null;
    TableClass tableClass = null;
    Boolean deletionProtectionEnabled = null;
    WarmThroughput warmThroughput = null;
    String resourcePolicy = null;
    OnDemandThroughput onDemandThroughput = null;
    List<String> unsupported = new ArrayList<>();
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> attributeDefinitions = in.list(SizeRule.ANY, AttributeDefinition.SHAPE);
        case 1 -> tableName = in.string(TableNames.NAME);
        case 2 -> billingMode = in.enumeration(Enums.BILLING_MODE);
        case 3 -> provisionedThroughput = in.structure(ProvisionedThroughput.SHAPE);
        case 4 -> keySchema = in.list(SizeRule.POSITIVE, KeySchemaElement.SHAPE);
        case 5 -> localSecondaryIndexes = in.list(SizeRule.ANY, LocalSecondaryIndex.SHAPE);
        case 6 -> globalSecondaryIndexes = in.list(SizeRule.ANY, GlobalSecondaryIndex.SHAPE);
        case 7 -> streamSpecification = in.structure(StreamSpecification.SHAPE);
        case 8 -> sseSpecification = in.structure(SseSpecification.SHAPE);
        case 9 -> tags = in.list(SizeRule.ANY, Tag.SHAPE);
        case 10 -> tableClass = in.enumeration(Enums.TABLE_CLASS);
        case 11 -> deletionProtectionEnabled = in.bool();
        case 12 -> warmThroughput = in.structure(WarmThroughput.SHAPE);
        case 13 -> resourcePolicy = in.string();
        case 14 -> onDemandThroughput = in.structure(OnDemandThroughput.SHAPE);
        default -> {
          unsupported.add(MEMBERS.names().get(member));
          in.skip();
        }
      }
    }
    in.requireEnd();
    if (tableName == null) {
      throw TableNames.missing();
    }
    in.finish();
    return new CreateTableRequest(
        RequestReader.present(attributeDefinitions),
        tableName,
        RequestReader.present(keySchema),
        localSecondaryIndexes,
        globalSecondaryIndexes,
        billingMode,
        provisionedThroughput,
        streamSpecification,
        sseSpecification,
        tags,
        tableClass,
        deletionProtectionEnabled,
        warmThroughput,
        resourcePolicy,
        onDemandThroughput,
        List.copyOf(unsupported));
  }
}
