package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.ControlResult.Limit;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableDefinition;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.InitialPlacement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Decides the creation of a table, and the parts that updates share with it. */
final class TableCreation {
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private TableCreation() {}

  static Decision decide(ControlState state, TableDefinition definition, DecisionContext context) {
    if (state.catalog().table(definition.name()) != null) {
      return Decision.refuse(new ControlResult.TableExists(definition.name()));
    }
    Optional<ControlResult.Refused> beyond = limits(state, definition, context.limits());
    if (beyond.isPresent()) {
      return Decision.refuse(beyond.get());
    }
    UUID tableId = context.ids().get();
    List<SecondaryIndex> local = new ArrayList<>();
    for (IndexDefinition index : definition.localIndexes()) {
      local.add(index(context.ids().get(), index, SecondaryIndex.Scope.LOCAL, local.size() + 1));
    }
    List<GlobalIndex> global = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    records.add(place(tableId, context));
    for (IndexDefinition index : definition.globalIndexes()) {
      GlobalIndex created = globalIndex(index, context);
      records.add(place(created.definition().id(), context));
      global.add(created);
    }
    List<TableStream> streams =
        definition.stream().map(view -> List.of(open(view, List.of(), context))).orElse(List.of());
    TableSchema schema =
        new TableSchema(
            tableId,
            tableId,
            definition.name(),
            1,
            definition.key(),
            local,
            global.stream().map(GlobalIndex::definition).toList(),
            definition.stream(),
            Optional.empty());
    TableSettings settings = definition.settings();
    if (settings.billingMode() == BillingMode.PAY_PER_REQUEST) {
      settings =
          settings.withBilling(settings.billingMode(), context.nowMillis(), settings.throughput());
    }
    TableDescriptor table =
        new TableDescriptor(
            schema,
            definition.attributeDefinitions(),
            TableStatus.CREATING,
            context.nowMillis(),
            settings,
            global,
            streams,
            TimeToLive.OFF);
    records.add(new MetadataRecord.TableWritten(table));
    records.add(
        new MetadataRecord.OperationWritten(
            new Operation.CreateTable(context.ids().get(), tableId)));
    return new Decision(records, new ControlResult.Accepted(table));
  }

  private static Optional<ControlResult.Refused> limits(
      ControlState state, TableDefinition definition, ControlPlaneLimits limits) {
    if (state.catalog().tables().size() >= limits.tables()) {
      return Optional.of(new ControlResult.LimitReached(Limit.TABLES, limits.tables()));
    }
    if (definition.settings().tags().size() > limits.tagsPerTable()) {
      return Optional.of(new ControlResult.LimitReached(Limit.TAGS, limits.tagsPerTable()));
    }
    if (definition.localIndexes().size() > limits.localIndexesPerTable()) {
      return Optional.of(
          new ControlResult.LimitReached(Limit.LOCAL_INDEXES, limits.localIndexesPerTable()));
    }
    if (definition.globalIndexes().size() > limits.globalIndexesPerTable()) {
      return Optional.of(
          new ControlResult.LimitReached(Limit.GLOBAL_INDEXES, limits.globalIndexesPerTable()));
    }
    int projected = 0;
    for (IndexDefinition index : definition.localIndexes()) {
      projected += projectedAttributes(index.projection());
    }
    for (IndexDefinition index : definition.globalIndexes()) {
      projected += projectedAttributes(index.projection());
    }
    return projected > limits.projectedAttributes()
        ? Optional.of(
            new ControlResult.LimitReached(
                Limit.PROJECTED_ATTRIBUTES, limits.projectedAttributes()))
        : Optional.empty();
  }

  static int projectedAttributes(Projection projection) {
    return projection.kind() == Projection.Kind.INCLUDE ? projection.nonKeyAttributes().size() : 0;
  }

  static MetadataRecord place(UUID groupId, DecisionContext context) {
    int count = context.limits().partitionsFor(context.shards().size());
    return new MetadataRecord.GroupPlaced(
        groupId, InitialPlacement.partitions(groupId, count, context.shards(), context.ids()));
  }

  static GlobalIndex globalIndex(IndexDefinition definition, DecisionContext context) {
    return new GlobalIndex(
        index(context.ids().get(), definition, SecondaryIndex.Scope.GLOBAL, 0),
        IndexStatus.CREATING,
        false,
        definition.throughput(),
        definition.limits());
  }

  /** A new stream; its label differs from those before even within a millisecond. */
  static TableStream open(StreamView view, List<TableStream> earlier, DecisionContext context) {
    long now = context.nowMillis();
    if (!earlier.isEmpty()) {
      now = Math.max(now, earlier.getLast().enabledMillis() + 1);
    }
    return new TableStream(
        LABEL.format(Instant.ofEpochMilli(now)), view, StreamStatus.ENABLING, now, 0);
  }

  private static SecondaryIndex index(
      UUID id, IndexDefinition definition, SecondaryIndex.Scope scope, int ordinal) {
    return new SecondaryIndex(
        id, definition.name(), scope, ordinal, definition.key(), definition.projection());
  }
}
