package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.CapacityLimits.Units;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableChanges.CreateIndex;
import io.cairndb.control.plane.TableChanges.DeleteIndex;
import io.cairndb.control.plane.TableChanges.EncryptionChange;
import io.cairndb.control.plane.TableChanges.IndexChange;
import io.cairndb.control.plane.TableChanges.StreamChange;
import io.cairndb.control.plane.TableChanges.UpdateIndex;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.GlobalSecondaryIndex;
import io.cairndb.dynamodb.wire.request.GlobalSecondaryIndexUpdate;
import io.cairndb.dynamodb.wire.request.StreamSpecification;
import io.cairndb.dynamodb.wire.request.UpdateTableRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From an UpdateTable request to changes; the first broken rule, in DynamoDB's order, wins. */
final class UpdateTableRules {
  private UpdateTableRules() {}

  static TableChanges changes(UpdateTableRequest request) {
    CreateTableRules.requireSupported(request.unsupported());
    requireSomething(request);
    Optional<BillingMode> mode =
        Optional.ofNullable(request.billingMode()).map(CapacityRules::mode);
    Optional<Units> throughput =
        Optional.ofNullable(request.provisionedThroughput())
            .map(asked -> CapacityRules.bounded(asked, ""));
    requireConsistentBilling(mode, throughput);
    KeySchemaRules keys =
        new KeySchemaRules(
            request.attributeDefinitions() == null ? List.of() : request.attributeDefinitions());
    List<IndexChange> indexes =
        request.globalSecondaryIndexUpdates() == null
            ? List.of()
            : indexChanges(request.globalSecondaryIndexUpdates(), keys);
    Optional<StreamChange> stream = stream(request.streamSpecification());
    if (stream.isPresent() && (mode.isPresent() || throughput.isPresent())) {
      throw DynamoDbErrors.invalidParameter(
          "You cannot modify stream status while updating table IOPS");
    }
    if (stream.isPresent() && !indexes.isEmpty()) {
      throw DynamoDbErrors.invalidParameter(
          "You cannot modify stream status while creating or deleting indexes");
    }
    return new TableChanges(
        keys.attributes(),
        mode,
        throughput,
        CapacityRules.limits(request.onDemandThroughput(), request.warmThroughput()),
        stream,
        Optional.ofNullable(request.deletionProtectionEnabled()),
        Optional.ofNullable(request.tableClass()).map(CreateTableRules::tableClass),
        Optional.ofNullable(request.sseSpecification())
            .map(asked -> new EncryptionChange(CreateTableRules.encryption(asked))),
        indexes);
  }

  private static void requireSomething(UpdateTableRequest request) {
    boolean indexes =
        request.globalSecondaryIndexUpdates() != null
            && !request.globalSecondaryIndexUpdates().isEmpty();
    boolean settings =
        request.deletionProtectionEnabled() != null
            || request.tableClass() != null
            || request.onDemandThroughput() != null
            || request.warmThroughput() != null;
    if (!indexes
        && !settings
        && request.billingMode() == null
        && request.provisionedThroughput() == null
        && request.streamSpecification() == null
        && request.sseSpecification() == null) {
      throw DynamoDbErrors.validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
  }

  private static void requireConsistentBilling(
      Optional<BillingMode> mode, Optional<Units> throughput) {
    if (mode.isEmpty()) {
      return;
    }
    switch (mode.get()) {
      case PAY_PER_REQUEST -> {
        if (throughput.isPresent()) {
          throw Refusals.noUnitsOnDemand();
        }
      }
      case PROVISIONED -> {
        if (throughput.isEmpty()) {
          throw Refusals.unitsMissing();
        }
      }
    }
  }

  private static Optional<StreamChange> stream(@Nullable StreamSpecification asked) {
    if (asked == null) {
      return Optional.empty();
    }
    if (!asked.streamEnabled()) {
      return Optional.of(new StreamChange(Optional.empty()));
    }
    if (asked.streamViewType() == null) {
      throw DynamoDbErrors.invalidParameter(
          "Table is being updated with a stream enabled, UpdateViewType must be specified");
    }
    return Optional.of(new StreamChange(Optional.of(asked.streamViewType())));
  }

  private static List<IndexChange> indexChanges(
      List<GlobalSecondaryIndexUpdate> updates, KeySchemaRules keys) {
    List<IndexChange> changes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (GlobalSecondaryIndexUpdate update : updates) {
      IndexChange change = indexChange(update, keys);
      if (!names.add(change.indexName())) {
        throw DynamoDbErrors.invalidParameter(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + change.indexName());
      }
      changes.add(change);
    }
    return changes;
  }

  private static IndexChange indexChange(GlobalSecondaryIndexUpdate update, KeySchemaRules keys) {
    int parts =
        (update.create() == null ? 0 : 1)
            + (update.update() == null ? 0 : 1)
            + (update.delete() == null ? 0 : 1);
    if (parts > 1) {
      throw severalActions();
    }
    if (update.create() != null) {
      return new CreateIndex(newIndex(update.create(), keys));
    }
    if (update.delete() != null) {
      return new DeleteIndex(update.delete().indexName());
    }
    if (update.update() != null) {
      String name = update.update().indexName();
      Optional<Units> units =
          Optional.ofNullable(update.update().provisionedThroughput())
              .map(asked -> CapacityRules.bounded(asked, " for index " + name));
      CapacityLimits limits =
          CapacityRules.limits(
              update.update().onDemandThroughput(), update.update().warmThroughput());
      return new UpdateIndex(name, units, limits);
    }
    throw DynamoDbErrors.invalidParameter(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
            + " GlobalSecondaryIndexUpdate.Delete must not be null");
  }

  private static DynamoDbException severalActions() {
    return DynamoDbErrors.invalidParameter(
        "Only one of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
            + " GlobalSecondaryIndexUpdate.Delete may be specified");
  }

  private static IndexDefinition newIndex(GlobalSecondaryIndex create, KeySchemaRules keys) {
    keys.requireEnoughDefinitions(create.keySchema());
    var key = keys.globalKey(create.keySchema());
    var projection = new IndexRules(keys).projection(create.projection());
    Throughput throughput = Throughput.NONE;
    if (create.provisionedThroughput() != null) {
      Units units =
          CapacityRules.bounded(create.provisionedThroughput(), " for index " + create.indexName());
      throughput = Throughput.of(units.read(), units.write());
    }
    return new IndexDefinition(
        create.indexName(),
        key,
        projection,
        throughput,
        CapacityRules.limits(create.onDemandThroughput(), create.warmThroughput()));
  }
}
