package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.ControlResult.Limit;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.RetiredStream;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.placement.Partition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides commands against a state. Stateless; the state and everything non-deterministic come as
 * arguments, and the outcome is records to replay.
 */
public final class ControlStateMachine {
  private ControlStateMachine() {}

  /** Decides a command. */
  public static Decision decide(
      ControlState state, ControlCommand command, DecisionContext context) {
    return switch (command) {
      case ControlCommand.CreateTable create ->
          TableCreation.decide(state, create.definition(), context);
      case ControlCommand.UpdateTable(String name, var changes) -> {
        TableDescriptor table = state.catalog().table(name);
        yield table == null
            ? Decision.refuse(new ControlResult.TableNotFound(name))
            : new TableUpdate(table, changes, context).decide(state);
      }
      case ControlCommand.DeleteTable(String name) -> deleteTable(state, name, context);
      case ControlCommand.SetTimeToLive set -> setTimeToLive(state, set, context);
      case ControlCommand.AddTags(String name, Map<String, String> tags) ->
          addTags(state, name, tags, context);
      case ControlCommand.RemoveTags(String name, List<String> keys) ->
          removeTags(state, name, keys);
      case ControlCommand.SetResourcePolicy set -> setPolicy(state, set, context);
    };
  }

  /** Decides what follows from a performed step; no records when the operation has moved on. */
  public static List<MetadataRecord> complete(ControlState state, StepOutcome outcome) {
    return Operations.completed(state, outcome);
  }

  /** Forgets closed streams that are past their retention. */
  public static List<MetadataRecord> expireStreams(ControlState state, DecisionContext context) {
    List<MetadataRecord> records = new ArrayList<>();
    for (RetiredStream retired : state.catalog().retiredStreams()) {
      if (isExpired(retired.stream(), context)) {
        records.add(
            new MetadataRecord.RetiredStreamForgotten(
                retired.schema().tableId(), retired.stream().label()));
      }
    }
    for (TableDescriptor table : state.catalog().tables().values()) {
      List<TableStream> kept = new ArrayList<>(table.streams());
      // The newest one stays: DescribeTable shows it for as long as the table lives.
      kept.removeIf(
          stream -> isExpired(stream, context) && !stream.equals(table.streams().getLast()));
      if (kept.size() < table.streams().size()) {
        records.add(new MetadataRecord.TableWritten(table.withStreams(kept)));
      }
    }
    return records;
  }

  private static boolean isExpired(TableStream stream, DecisionContext context) {
    return !stream.isOpen()
        && context.nowMillis() - stream.disabledMillis()
            >= context.limits().streamRetentionMillis();
  }

  private static Decision deleteTable(ControlState state, String name, DecisionContext context) {
    TableDescriptor table = state.catalog().table(name);
    if (table == null) {
      return Decision.refuse(new ControlResult.TableNotFound(name));
    }
    if (table.status() != TableStatus.ACTIVE) {
      return Decision.refuse(new ControlResult.TableBusy(name, table.status()));
    }
    if (table.settings().deletionProtection()) {
      return Decision.refuse(new ControlResult.DeletionProtected(name));
    }
    List<MetadataRecord> records = new ArrayList<>();
    for (Operation operation : state.operations().values()) {
      if (operation.tableId().equals(table.id())) {
        records.add(new MetadataRecord.OperationFinished(operation.id()));
      }
    }
    TableDescriptor deleting = table.withStatus(TableStatus.DELETING);
    records.add(new MetadataRecord.TableWritten(deleting));
    List<Partition> partitions =
        state.catalog().partitions().partitionsOf(table.schema().groupId());
    for (TableStream stream : table.streams()) {
      TableStream closed =
          (stream.isOpen() ? stream.disabling(context.nowMillis()) : stream)
              .withStatus(StreamStatus.DISABLED);
      if (!isExpired(closed, context)) {
        records.add(
            new MetadataRecord.StreamRetired(
                new RetiredStream(table.schema(), closed, partitions)));
      }
    }
    List<UUID> groups = new ArrayList<>();
    groups.add(table.schema().groupId());
    table.globalIndexes().forEach(index -> groups.add(index.definition().id()));
    records.add(
        new MetadataRecord.OperationWritten(
            new Operation.DeleteTable(
                context.ids().get(),
                table.id(),
                Operation.DeleteTable.Phase.FENCE,
                groups,
                Walk.START)));
    return new Decision(records, new ControlResult.Accepted(deleting));
  }

  private static Decision setTimeToLive(
      ControlState state, ControlCommand.SetTimeToLive set, DecisionContext context) {
    String name = set.tableName();
    TableDescriptor table = state.catalog().table(name);
    if (table == null || table.status() == TableStatus.DELETING) {
      return Decision.refuse(new ControlResult.TableNotFound(name));
    }
    if (table.status() == TableStatus.CREATING) {
      return Decision.refuse(new ControlResult.TableBusy(name, table.status()));
    }
    TimeToLive current = table.timeToLive();
    switch (current.status()) {
      case ENABLING, DISABLING -> {
        return Decision.refuse(new ControlResult.TimeToLiveChanging(name));
      }
      case ENABLED -> {
        if (!current.attribute().equals(Optional.of(set.attribute()))) {
          return Decision.refuse(
              new ControlResult.TimeToLiveOnOtherAttribute(name, current.attribute().orElse("")));
        }
        if (set.enabled()) {
          return Decision.refuse(new ControlResult.TimeToLiveUnchanged(name, true));
        }
      }
      case DISABLED -> {
        if (!set.enabled()) {
          return Decision.refuse(new ControlResult.TimeToLiveUnchanged(name, false));
        }
      }
    }
    TtlStatus status = set.enabled() ? TtlStatus.ENABLING : TtlStatus.DISABLING;
    TableDescriptor changed =
        SchemaChange.refreshed(
            table.withTimeToLive(new TimeToLive(status, Optional.of(set.attribute()))));
    return new Decision(
        List.of(
            new MetadataRecord.TableWritten(changed),
            new MetadataRecord.OperationWritten(
                new Operation.ChangeTimeToLive(
                    context.ids().get(),
                    table.id(),
                    Operation.ChangeTimeToLive.Phase.INSTALL,
                    Walk.START))),
        new ControlResult.Accepted(changed));
  }

  private static Decision addTags(
      ControlState state, String name, Map<String, String> tags, DecisionContext context) {
    TableDescriptor table = state.catalog().table(name);
    if (table == null) {
      return Decision.refuse(new ControlResult.TableNotFound(name));
    }
    if (table.status() == TableStatus.DELETING) {
      return Decision.refuse(new ControlResult.TableBusy(name, table.status()));
    }
    Map<String, String> merged = new LinkedHashMap<>(table.settings().tags());
    merged.putAll(tags);
    int bound = context.limits().tagsPerTable();
    if (merged.size() > bound) {
      return Decision.refuse(new ControlResult.LimitReached(Limit.TAGS, bound));
    }
    return write(table.withSettings(table.settings().withTags(merged)));
  }

  private static Decision removeTags(ControlState state, String name, List<String> keys) {
    TableDescriptor table = state.catalog().table(name);
    if (table == null) {
      return Decision.refuse(new ControlResult.TableNotFound(name));
    }
    if (table.status() == TableStatus.DELETING) {
      return Decision.refuse(new ControlResult.TableBusy(name, table.status()));
    }
    Map<String, String> kept = new LinkedHashMap<>(table.settings().tags());
    keys.forEach(kept::remove);
    return write(table.withSettings(table.settings().withTags(kept)));
  }

  private static Decision setPolicy(
      ControlState state, ControlCommand.SetResourcePolicy set, DecisionContext context) {
    Catalog catalog = state.catalog();
    TableDescriptor table = catalog.table(set.tableName());
    if (table == null) {
      return Decision.refuse(new ControlResult.TableNotFound(set.tableName()));
    }
    if (table.status() == TableStatus.DELETING) {
      return Decision.refuse(new ControlResult.TableBusy(set.tableName(), table.status()));
    }
    TableSettings settings = table.settings();
    String revision =
        settings
            .policy()
            .map(ResourcePolicy::revisionId)
            .orElse(ControlCommand.SetResourcePolicy.NO_POLICY);
    if (set.expectedRevision().isPresent() && !set.expectedRevision().get().equals(revision)) {
      return Decision.refuse(new ControlResult.PolicyRevisionMismatch(set.tableName()));
    }
    Optional<String> known = settings.policy().map(ResourcePolicy::document);
    if (known.isPresent() && known.equals(set.document())) {
      return new Decision(List.of(), new ControlResult.Accepted(table));
    }
    Optional<ResourcePolicy> policy =
        set.document().map(text -> new ResourcePolicy(text, nextRevision(settings, context)));
    return write(table.withSettings(settings.withPolicy(policy)));
  }

  /** Decimal digits, greater than those of the policy replaced. */
  private static String nextRevision(TableSettings settings, DecisionContext context) {
    long previous = settings.policy().map(policy -> Long.parseLong(policy.revisionId())).orElse(0L);
    return Long.toString(Math.max(context.nowMillis(), previous + 1));
  }

  private static Decision write(TableDescriptor changed) {
    return new Decision(
        List.of(new MetadataRecord.TableWritten(changed)), new ControlResult.Accepted(changed));
  }
}
