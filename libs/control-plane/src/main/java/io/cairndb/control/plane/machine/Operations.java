package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.item.Bytes;
import io.cairndb.placement.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What each operation does next, and what follows once that is done. Pure functions of the state.
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>CreateTable</td><td>install schema and partitions → table ACTIVE</td></tr>
 * <tr><td>AlterTable</td><td>install schema → table ACTIVE</td></tr>
 * <tr><td>BuildIndex</td><td>install schema and index partitions → table ACTIVE, index backfilling;
 *     backfill each partition in chunks; await that the index caught up with each partition →
 *     index ACTIVE</td></tr>
 * <tr><td>RemoveIndex</td><td>install schema without the index → table ACTIVE; purge each index
 *     partition → index gone</td></tr>
 * <tr><td>DeleteTable</td><td>fence → name free; purge each partition of each group</td></tr>
 * <tr><td>ChangeTimeToLive</td><td>install schema; align expiry times → ENABLED or
 *     DISABLED</td></tr>
 * </table>
 */
public final class Operations {
  private Operations() {}

  /** The next step, or empty when the operation is over. */
  public static Optional<StepAction> next(ControlState state, UUID operationId) {
    Operation operation = state.operations().get(operationId);
    if (operation == null) {
      return Optional.empty();
    }
    UUID tableId = operation.tableId();
    return Optional.of(
        switch (operation) {
          case Operation.CreateTable create -> install(state, create.tableId());
          case Operation.AlterTable alter -> install(state, alter.tableId());
          case Operation.BuildIndex build ->
              switch (build.phase()) {
                case INSTALL -> install(state, tableId);
                case BACKFILL ->
                    new StepAction.Backfill(
                        tableId,
                        build.indexId(),
                        partition(state, group(state, tableId), build.walk()),
                        build.walk().cursor());
                case CATCH_UP ->
                    new StepAction.AwaitCaughtUp(
                        tableId,
                        build.indexId(),
                        partition(state, group(state, tableId), build.walk()));
              };
          case Operation.RemoveIndex remove ->
              switch (remove.phase()) {
                case INSTALL -> install(state, tableId);
                case PURGE -> purge(state, tableId, remove.indexId(), remove.walk());
              };
          case Operation.DeleteTable delete ->
              switch (delete.phase()) {
                case FENCE -> new StepAction.Fence(tableId, partitions(state, delete.groups()));
                case PURGE -> purge(state, tableId, delete.groups().getFirst(), delete.walk());
              };
          case Operation.ChangeTimeToLive change ->
              switch (change.phase()) {
                case INSTALL -> install(state, tableId);
                case ALIGN ->
                    new StepAction.AlignExpiry(
                        tableId,
                        partition(state, group(state, tableId), change.walk()),
                        change.walk().cursor());
              };
        });
  }

  /**
   * What follows from a performed step; nothing when the operation has moved on or is over since
   * the step was begun.
   */
  public static List<MetadataRecord> completed(ControlState state, StepOutcome outcome) {
    Optional<StepAction> current = next(state, outcome.operationId());
    if (current.isEmpty() || !current.get().equals(outcome.action())) {
      return List.of();
    }
    Operation operation = state.operations().get(outcome.operationId());
    if (operation == null) {
      return List.of();
    }
    return switch (operation) {
      case Operation.CreateTable create -> finishInstall(state, create);
      case Operation.AlterTable alter -> finishInstall(state, alter);
      case Operation.BuildIndex build -> afterBuildStep(state, build, outcome);
      case Operation.RemoveIndex remove -> afterRemoveStep(state, remove, outcome);
      case Operation.DeleteTable delete -> afterDeleteStep(state, delete, outcome);
      case Operation.ChangeTimeToLive change -> afterTimeToLiveStep(state, change, outcome);
    };
  }

  private static List<MetadataRecord> finishInstall(ControlState state, Operation operation) {
    TableDescriptor table = SchemaChange.settled(table(state, operation.tableId()));
    if (operation instanceof Operation.CreateTable) {
      List<GlobalIndex> active =
          table.globalIndexes().stream()
              .map(index -> index.withStatus(IndexStatus.ACTIVE, false))
              .toList();
      table = table.withGlobalIndexes(active);
    }
    return List.of(
        new MetadataRecord.TableWritten(table),
        new MetadataRecord.OperationFinished(operation.id()));
  }

  private static List<MetadataRecord> afterBuildStep(
      ControlState state, Operation.BuildIndex build, StepOutcome outcome) {
    TableDescriptor table = table(state, build.tableId());
    GlobalIndex index = table.globalIndex(build.indexId()).orElseThrow();
    return switch (build.phase()) {
      case INSTALL -> {
        GlobalIndex backfilling = index.withStatus(IndexStatus.CREATING, true);
        yield List.of(
            new MetadataRecord.TableWritten(
                SchemaChange.withIndex(SchemaChange.settled(table), backfilling)),
            written(build, Operation.BuildIndex.Phase.BACKFILL, Walk.START));
      }
      case BACKFILL -> {
        Optional<Walk> walk =
            advance(state, table.schema().groupId(), build.walk(), outcome.next());
        yield List.of(
            walk.map(next -> written(build, Operation.BuildIndex.Phase.BACKFILL, next))
                .orElseGet(() -> written(build, Operation.BuildIndex.Phase.CATCH_UP, Walk.START)));
      }
      case CATCH_UP -> {
        Optional<Walk> walk =
            advance(state, table.schema().groupId(), build.walk(), Optional.empty());
        if (walk.isPresent()) {
          yield List.of(written(build, Operation.BuildIndex.Phase.CATCH_UP, walk.get()));
        }
        GlobalIndex active = index.withStatus(IndexStatus.ACTIVE, false);
        yield List.of(
            new MetadataRecord.TableWritten(SchemaChange.withIndex(table, active)),
            new MetadataRecord.OperationFinished(build.id()));
      }
    };
  }

  private static List<MetadataRecord> afterRemoveStep(
      ControlState state, Operation.RemoveIndex remove, StepOutcome outcome) {
    TableDescriptor table = table(state, remove.tableId());
    return switch (remove.phase()) {
      case INSTALL ->
          List.of(
              new MetadataRecord.TableWritten(SchemaChange.settled(table)),
              new MetadataRecord.OperationWritten(
                  new Operation.RemoveIndex(
                      remove.id(),
                      remove.tableId(),
                      remove.indexId(),
                      Operation.RemoveIndex.Phase.PURGE,
                      Walk.START)));
      case PURGE -> {
        Optional<Walk> walk = advance(state, remove.indexId(), remove.walk(), outcome.next());
        if (walk.isPresent()) {
          yield List.of(
              new MetadataRecord.OperationWritten(
                  new Operation.RemoveIndex(
                      remove.id(),
                      remove.tableId(),
                      remove.indexId(),
                      Operation.RemoveIndex.Phase.PURGE,
                      walk.get())));
        }
        GlobalIndex index = table.globalIndex(remove.indexId()).orElseThrow();
        yield List.of(
            new MetadataRecord.TableWritten(SchemaChange.withoutIndex(table, index)),
            new MetadataRecord.GroupRemoved(remove.indexId()),
            new MetadataRecord.OperationFinished(remove.id()));
      }
    };
  }

  private static List<MetadataRecord> afterDeleteStep(
      ControlState state, Operation.DeleteTable delete, StepOutcome outcome) {
    return switch (delete.phase()) {
      case FENCE ->
          List.of(
              new MetadataRecord.TableRemoved(delete.tableId()),
              new MetadataRecord.OperationWritten(
                  new Operation.DeleteTable(
                      delete.id(),
                      delete.tableId(),
                      Operation.DeleteTable.Phase.PURGE,
                      delete.groups(),
                      Walk.START)));
      case PURGE -> {
        UUID group = delete.groups().getFirst();
        Optional<Walk> walk = advance(state, group, delete.walk(), outcome.next());
        if (walk.isPresent()) {
          yield List.of(purging(delete, delete.groups(), walk.get()));
        }
        List<UUID> left = delete.groups().subList(1, delete.groups().size());
        MetadataRecord progress =
            left.isEmpty()
                ? new MetadataRecord.OperationFinished(delete.id())
                : purging(delete, left, Walk.START);
        yield List.of(new MetadataRecord.GroupRemoved(group), progress);
      }
    };
  }

  private static List<MetadataRecord> afterTimeToLiveStep(
      ControlState state, Operation.ChangeTimeToLive change, StepOutcome outcome) {
    TableDescriptor table = table(state, change.tableId());
    Optional<Walk> walk =
        switch (change.phase()) {
          case INSTALL -> Optional.of(Walk.START);
          case ALIGN -> advance(state, table.schema().groupId(), change.walk(), outcome.next());
        };
    if (walk.isPresent()) {
      return List.of(
          new MetadataRecord.OperationWritten(
              new Operation.ChangeTimeToLive(
                  change.id(),
                  change.tableId(),
                  Operation.ChangeTimeToLive.Phase.ALIGN,
                  walk.get())));
    }
    TimeToLive settled =
        switch (table.timeToLive().status()) {
          case ENABLING, ENABLED ->
              new TimeToLive(TtlStatus.ENABLED, table.timeToLive().attribute());
          case DISABLING, DISABLED -> TimeToLive.OFF;
        };
    return List.of(
        new MetadataRecord.TableWritten(table.withTimeToLive(settled)),
        new MetadataRecord.OperationFinished(change.id()));
  }

  private static MetadataRecord written(
      Operation.BuildIndex build, Operation.BuildIndex.Phase phase, Walk walk) {
    return new MetadataRecord.OperationWritten(
        new Operation.BuildIndex(build.id(), build.tableId(), build.indexId(), phase, walk));
  }

  private static MetadataRecord purging(Operation.DeleteTable delete, List<UUID> left, Walk walk) {
    return new MetadataRecord.OperationWritten(
        new Operation.DeleteTable(
            delete.id(), delete.tableId(), Operation.DeleteTable.Phase.PURGE, left, walk));
  }

  private static StepAction install(ControlState state, UUID tableId) {
    TableDescriptor table = table(state, tableId);
    List<UUID> groups = new ArrayList<>();
    groups.add(table.schema().groupId());
    table.schema().globalIndexes().forEach(index -> groups.add(index.id()));
    return new StepAction.Install(table.schema(), partitions(state, groups));
  }

  private static StepAction purge(ControlState state, UUID tableId, UUID groupId, Walk walk) {
    return new StepAction.Purge(tableId, partition(state, groupId, walk), walk.cursor());
  }

  private static List<Partition> partitions(ControlState state, List<UUID> groups) {
    List<Partition> partitions = new ArrayList<>();
    groups.forEach(group -> partitions.addAll(state.catalog().partitions().partitionsOf(group)));
    return partitions;
  }

  private static Partition partition(ControlState state, UUID groupId, Walk walk) {
    return state.catalog().partitions().locate(groupId, walk.token());
  }

  /** Where a pass goes on, or empty when the last partition is done. */
  private static Optional<Walk> advance(
      ControlState state, UUID groupId, Walk walk, Optional<Bytes> next) {
    if (next.isPresent()) {
      return Optional.of(new Walk(walk.token(), next));
    }
    long last = partition(state, groupId, walk).range().toInclusive();
    return last == -1L ? Optional.empty() : Optional.of(new Walk(last + 1, Optional.empty()));
  }

  private static UUID group(ControlState state, UUID tableId) {
    return table(state, tableId).schema().groupId();
  }

  private static TableDescriptor table(ControlState state, UUID tableId) {
    TableDescriptor table = state.catalog().table(tableId);
    if (table == null) {
      throw new IllegalStateException("operation on a table that is gone: " + tableId);
    }
    return table;
  }
}
