package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.CapacityLimits.Units;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.ControlResult.Limit;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableChanges.CreateIndex;
import io.cairndb.control.plane.TableChanges.DeleteIndex;
import io.cairndb.control.plane.TableChanges.UpdateIndex;
import io.cairndb.control.plane.TableDefinition.IndexDefinition;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.SecondaryIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides one update of a table. Each part looks at what the parts before it made of the table, and
 * the first refusal ends the decision. Used once.
 */
final class TableUpdate {
  private final TableChanges changes;
  private final DecisionContext context;
  private final List<MetadataRecord> records = new ArrayList<>();
  private TableDescriptor table;
  private @Nullable Operation operation;
  private ControlResult.@Nullable Refused refusal;

  TableUpdate(TableDescriptor table, TableChanges changes, DecisionContext context) {
    this.table = table;
    this.changes = changes;
    this.context = context;
  }

  Decision decide(ControlState state) {
    if (table.status() != TableStatus.ACTIVE) {
      return Decision.refuse(new ControlResult.TableBusy(table.name(), table.status()));
    }
    List<Runnable> parts =
        List.of(
            this::changeBilling,
            this::changeSettings,
            this::changeStream,
            () -> changeIndexes(state));
    for (Runnable part : parts) {
      part.run();
      if (refusal != null) {
        return Decision.refuse(refusal);
      }
    }
    table = SchemaChange.refreshed(table.withStatus(TableStatus.UPDATING));
    Operation begun =
        operation != null ? operation : new Operation.AlterTable(context.ids().get(), table.id());
    records.add(new MetadataRecord.TableWritten(table));
    records.add(new MetadataRecord.OperationWritten(begun));
    return new Decision(records, new ControlResult.Accepted(table));
  }

  private void changeBilling() {
    TableSettings settings = table.settings();
    BillingMode mode = changes.billingMode().orElse(settings.billingMode());
    if (mode == BillingMode.PAY_PER_REQUEST) {
      if (changes.throughput().isPresent()) {
        refusal = new ControlResult.WrongBillingMode(table.name(), mode);
      } else if (settings.billingMode() != mode) {
        table =
            table.withSettings(settings.withBilling(mode, context.nowMillis(), Throughput.NONE));
        replaceIndexes(index -> index.withThroughput(Throughput.NONE));
      }
      return;
    }
    if (settings.billingMode() != mode) {
      becomeProvisioned();
      return;
    }
    Units units = changes.throughput().orElse(null);
    if (units == null) {
      return;
    }
    Throughput old = settings.throughput();
    if (old.hasUnits(units.read(), units.write())) {
      refusal =
          new ControlResult.ThroughputUnchanged(
              table.name(), "table", old.readUnits(), old.writeUnits());
      return;
    }
    Throughput changed = old.changedTo(units.read(), units.write(), context.nowMillis());
    table = table.withSettings(settings.withBilling(mode, settings.onDemandSinceMillis(), changed));
  }

  private void becomeProvisioned() {
    TableSettings settings = table.settings();
    Units units = changes.throughput().orElse(null);
    if (units == null) {
      refusal = new ControlResult.ThroughputMissing(table.name());
      return;
    }
    for (GlobalIndex index : table.globalIndexes()) {
      boolean named =
          changes.indexes().stream()
              .anyMatch(
                  change ->
                      change.indexName().equals(index.name())
                          && (change instanceof DeleteIndex
                              || (change instanceof UpdateIndex update
                                  && update.throughput().isPresent())));
      if (!named && index.status() != IndexStatus.DELETING) {
        refusal = new ControlResult.IndexThroughputMissing(table.name(), index.name());
        return;
      }
    }
    table =
        table.withSettings(
            settings.withBilling(
                BillingMode.PROVISIONED,
                settings.onDemandSinceMillis(),
                Throughput.of(units.read(), units.write())));
  }

  /** Whether a maximum for on-demand requests is refused, as billing will be provisioned. */
  private boolean refusesMaximum(Optional<String> index, CapacityLimits asked) {
    Units maximum = asked.onDemandMaximum().orElse(null);
    if (maximum == null || table.settings().billingMode() != BillingMode.PROVISIONED) {
      return false;
    }
    refusal = new ControlResult.OnDemandMaximumNotAllowed(table.name(), index, maximum.read() >= 0);
    return true;
  }

  private void changeSettings() {
    if (refusesMaximum(Optional.empty(), changes.limits())) {
      return;
    }
    TableSettings settings = table.settings();
    settings = settings.withLimits(merge(settings.limits(), changes.limits()));
    if (changes.deletionProtection().isPresent()) {
      settings = settings.withDeletionProtection(changes.deletionProtection().get());
    }
    if (changes.tableClass().isPresent()) {
      settings = settings.withTableClass(changes.tableClass().get());
    }
    if (changes.encryption().isPresent()) {
      settings = settings.withEncryption(changes.encryption().get().encryption());
    }
    table = table.withSettings(settings);
  }

  private static CapacityLimits merge(CapacityLimits old, CapacityLimits asked) {
    return new CapacityLimits(
        asked.onDemandMaximum().or(old::onDemandMaximum), asked.warm().or(old::warm));
  }

  private void changeStream() {
    TableChanges.StreamChange change = changes.stream().orElse(null);
    if (change == null) {
      return;
    }
    Optional<TableStream> open = table.latestStream().filter(TableStream::isOpen);
    List<TableStream> streams = new ArrayList<>(table.streams());
    if (change.view().isPresent()) {
      if (open.isPresent()) {
        refusal = new ControlResult.StreamAlreadyEnabled(table.name());
        return;
      }
      streams.add(TableCreation.open(change.view().get(), streams, context));
    } else {
      if (open.isEmpty()) {
        refusal = new ControlResult.StreamNotEnabled(table.name());
        return;
      }
      streams.set(streams.size() - 1, open.get().disabling(context.nowMillis()));
    }
    table = table.withStreams(streams);
  }

  private void changeIndexes(ControlState state) {
    int online = 0;
    for (TableChanges.IndexChange change : changes.indexes()) {
      if (!(change instanceof UpdateIndex) && ++online > 1) {
        refusal = new ControlResult.LimitReached(Limit.ONLINE_INDEX_CHANGES, 1);
        return;
      }
    }
    for (TableChanges.IndexChange change : changes.indexes()) {
      switch (change) {
        case CreateIndex create -> createIndex(create.definition());
        case DeleteIndex(String name) -> deleteIndex(state, name);
        case UpdateIndex update -> updateIndex(update);
      }
      if (refusal != null) {
        return;
      }
    }
  }

  private void createIndex(IndexDefinition definition) {
    boolean taken =
        table.globalIndex(definition.name()).isPresent()
            || table.schema().localIndexes().stream()
                .anyMatch(local -> local.name().equals(definition.name()));
    if (taken) {
      refusal = new ControlResult.IndexExists(table.name(), definition.name());
      return;
    }
    if (refusesMaximum(Optional.of(definition.name()), definition.limits())) {
      return;
    }
    if (anyIndexChanging()) {
      refusal = new ControlResult.LimitReached(Limit.ONLINE_INDEX_CHANGES, 1);
      return;
    }
    ControlPlaneLimits limits = context.limits();
    if (table.globalIndexes().size() >= limits.globalIndexesPerTable()) {
      refusal =
          new ControlResult.LimitReached(Limit.GLOBAL_INDEXES, limits.globalIndexesPerTable());
      return;
    }
    int projected = TableCreation.projectedAttributes(definition.projection());
    for (GlobalIndex index : table.globalIndexes()) {
      projected += TableCreation.projectedAttributes(index.definition().projection());
    }
    for (SecondaryIndex index : table.schema().localIndexes()) {
      projected += TableCreation.projectedAttributes(index.projection());
    }
    if (projected > limits.projectedAttributes()) {
      refusal =
          new ControlResult.LimitReached(Limit.PROJECTED_ATTRIBUTES, limits.projectedAttributes());
      return;
    }
    boolean provisioned = table.settings().billingMode() == BillingMode.PROVISIONED;
    if (provisioned && definition.throughput().hasUnits(0, 0)) {
      refusal = new ControlResult.IndexThroughputMissing(table.name(), definition.name());
      return;
    }
    if (!provisioned && !definition.throughput().hasUnits(0, 0)) {
      refusal = new ControlResult.WrongBillingMode(table.name(), table.settings().billingMode());
      return;
    }
    if (!mergeDefinitions()) {
      return;
    }
    GlobalIndex created = TableCreation.globalIndex(definition, context);
    List<GlobalIndex> indexes = new ArrayList<>(table.globalIndexes());
    indexes.add(created);
    table = table.withGlobalIndexes(indexes);
    UUID indexId = created.definition().id();
    records.add(TableCreation.place(indexId, context));
    operation =
        new Operation.BuildIndex(
            context.ids().get(),
            table.id(),
            indexId,
            Operation.BuildIndex.Phase.INSTALL,
            Walk.START);
  }

  /** Whether the definitions of the request agree with those the table has. */
  private boolean mergeDefinitions() {
    List<KeyAttribute> merged = new ArrayList<>(table.attributeDefinitions());
    for (KeyAttribute asked : changes.attributeDefinitions()) {
      Optional<KeyAttribute> known =
          merged.stream().filter(old -> old.name().equals(asked.name())).findFirst();
      if (known.isEmpty()) {
        merged.add(asked);
      } else if (known.get().type() != asked.type()) {
        refusal = new ControlResult.AttributeConflict(table.name(), asked.name());
        return false;
      }
    }
    table = table.withAttributeDefinitions(merged);
    return true;
  }

  private boolean anyIndexChanging() {
    return table.globalIndexes().stream()
        .anyMatch(
            index ->
                index.status() == IndexStatus.CREATING || index.status() == IndexStatus.DELETING);
  }

  private void deleteIndex(ControlState state, String name) {
    GlobalIndex index = table.globalIndex(name).orElse(null);
    if (index == null) {
      refusal = new ControlResult.IndexNotFound(table.name(), name);
      return;
    }
    // A backfill may be given up; the index's purge then takes the place of its building.
    boolean givesUpBackfill = index.status() == IndexStatus.CREATING && index.backfilling();
    if (index.status() != IndexStatus.ACTIVE && !givesUpBackfill) {
      refusal = new ControlResult.IndexBusy(table.name(), name, index.status());
      return;
    }
    if (!givesUpBackfill && anyIndexChanging()) {
      refusal = new ControlResult.LimitReached(Limit.ONLINE_INDEX_CHANGES, 1);
      return;
    }
    UUID indexId = index.definition().id();
    for (Operation running : state.operations().values()) {
      if (running instanceof Operation.BuildIndex build && build.indexId().equals(indexId)) {
        records.add(new MetadataRecord.OperationFinished(build.id()));
      }
    }
    table = SchemaChange.withIndex(table, index.withStatus(IndexStatus.DELETING, false));
    operation =
        new Operation.RemoveIndex(
            context.ids().get(),
            table.id(),
            indexId,
            Operation.RemoveIndex.Phase.INSTALL,
            Walk.START);
  }

  private void updateIndex(UpdateIndex update) {
    GlobalIndex index = table.globalIndex(update.indexName()).orElse(null);
    if (index == null) {
      refusal = new ControlResult.IndexNotFound(table.name(), update.indexName());
      return;
    }
    if (index.status() != IndexStatus.ACTIVE) {
      refusal = new ControlResult.IndexBusy(table.name(), index.name(), index.status());
      return;
    }
    if (refusesMaximum(Optional.of(index.name()), update.limits())) {
      return;
    }
    GlobalIndex changed =
        index
            .withStatus(IndexStatus.UPDATING, false)
            .withLimits(merge(index.limits(), update.limits()));
    Units units = update.throughput().orElse(null);
    if (units != null) {
      if (table.settings().billingMode() == BillingMode.PAY_PER_REQUEST) {
        refusal = new ControlResult.WrongBillingMode(table.name(), BillingMode.PAY_PER_REQUEST);
        return;
      }
      Throughput old = index.throughput();
      if (old.hasUnits(units.read(), units.write())) {
        refusal =
            new ControlResult.ThroughputUnchanged(
                table.name(), index.name(), old.readUnits(), old.writeUnits());
        return;
      }
      changed =
          changed.withThroughput(old.changedTo(units.read(), units.write(), context.nowMillis()));
    }
    table = SchemaChange.withIndex(table, changed);
  }

  private void replaceIndexes(UnaryOperator<GlobalIndex> change) {
    List<GlobalIndex> indexes = new ArrayList<>(table.globalIndexes());
    indexes.replaceAll(change);
    table = table.withGlobalIndexes(indexes);
  }
}
