package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.Encryption;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.TableClass;
import io.cairndb.control.plane.TableDefinition;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.SseSpecification;
import io.cairndb.dynamodb.wire.request.SseType;
import io.cairndb.dynamodb.wire.request.StreamSpecification;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.StreamView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a CreateTable request to a definition; the first broken rule, in DynamoDB's order, wins. */
final class CreateTableRules {
  private CreateTableRules() {}

  static TableDefinition definition(CreateTableRequest request) {
    requireSupported(request.unsupported());
    BillingMode mode = CapacityRules.mode(request.billingMode());
    Throughput throughput = CapacityRules.tableThroughput(mode, request.provisionedThroughput());
    KeySchemaRules keys = new KeySchemaRules(request.attributeDefinitions());
    KeySchema key = keys.tableKey(request.keySchema());
    IndexRules indexes = new IndexRules(keys);
    List<IndexDefinition> local = indexes.local(request.localSecondaryIndexes(), key);
    List<IndexDefinition> global = indexes.global(request.globalSecondaryIndexes(), mode);
    keys.requireAllUsed();
    indexes.requireProjectedAttributes();
    Optional<StreamView> stream = stream(request.streamSpecification());
    TableSettings settings =
        new TableSettings(
            mode,
            0,
            throughput,
            CapacityRules.limits(mode, request.onDemandThroughput(), request.warmThroughput()),
            tableClass(request.tableClass()),
            Boolean.TRUE.equals(request.deletionProtectionEnabled()),
            encryption(request.sseSpecification()),
            request.tags() == null ? Map.of() : TagRules.tags(request.tags()),
            Optional.ofNullable(request.resourcePolicy())
                .map(document -> new ResourcePolicy(ResourcePolicies.bounded(document), "1")));
    return new TableDefinition(
        request.tableName(), keys.attributes(), key, local, global, stream, settings);
  }

  /** Global tables and vector indexes: refused in words of our own rather than ignored. */
  static void requireSupported(List<String> unsupported) {
    if (!unsupported.isEmpty()) {
      throw DynamoDbErrors.validation(
          "This database does not support the parameter: " + unsupported.getFirst());
    }
  }

  private static Optional<StreamView> stream(@Nullable StreamSpecification asked) {
    if (asked == null) {
      return Optional.empty();
    }
    if (!asked.streamEnabled()) {
      if (asked.streamViewType() != null) {
        throw DynamoDbErrors.invalidParameter(
            "Table is being created with a stream disabled, UpdateViewType should not be"
                + " specified");
      }
      return Optional.empty();
    }
    if (asked.streamViewType() == null) {
      throw DynamoDbErrors.invalidParameter(
          "Table is being created with a stream enabled, UpdateViewType must be specified");
    }
    return Optional.of(asked.streamViewType());
  }

  static TableClass tableClass(io.cairndb.dynamodb.wire.request.@Nullable TableClass asked) {
    return switch (asked) {
      case STANDARD -> TableClass.STANDARD;
      case STANDARD_INFREQUENT_ACCESS -> TableClass.STANDARD_INFREQUENT_ACCESS;
      case null -> TableClass.STANDARD;
    };
  }

  /**
   * Encryption as DescribeTable will show it; absent for the default kind, which it never shows.
   */
  static Optional<Encryption> encryption(@Nullable SseSpecification asked) {
    if (asked == null) {
      return Optional.empty();
    }
    if (!Boolean.TRUE.equals(asked.enabled())) {
      if (asked.kmsMasterKeyId() != null) {
        throw DynamoDbErrors.invalidParameter(
            "KMSMasterKeyId must not be specified when SSE is not enabled");
      }
      return Optional.empty();
    }
    if (asked.sseType() == SseType.AES256) {
      throw DynamoDbErrors.invalidParameter("SSEType AES256 is not supported");
    }
    return Optional.of(new Encryption(Optional.ofNullable(asked.kmsMasterKeyId())));
  }
}
