package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.Document;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ExpressionEvaluationException;
import io.cairndb.expressions.ItemDocument;
import io.cairndb.expressions.UpdateResult;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides a write to one item: routing, locks, condition, mutation, limits, in this order. Reads
 * the state, changes nothing. Confined to the shard's loop.
 */
final class WritePlanner {
  private static final WritePlan CONFLICT =
      new WritePlan.Stopped(new CommandResult.TransactionConflict());

  private final ShardState state;

  /** Holds what a write replaces while it is decided, where nobody wants it afterwards. */
  private final ValueBuffer replaced = new ValueBuffer();

  private final ReadOptions briefly = new ReadOptions(true, replaced);
  private final ReadOptions brieflyOnce = new ReadOptions(false, replaced);

  WritePlanner(ShardState state) {
    this.state = state;
  }

  WritePlan plan(Evaluation evaluation, Command.WriteItem write) {
    return plan(
        evaluation,
        new TransactAction(
            write.partition(),
            write.tableId(),
            write.key(),
            Optional.of(write.mutation()),
            write.condition(),
            write.wantOldOnConditionFailure()),
        write.expected(),
        write.wantImages());
  }

  WritePlan plan(Evaluation evaluation, TransactAction action) {
    return plan(evaluation, action, ExpectedVersion.ANY, true);
  }

  private WritePlan plan(
      Evaluation evaluation, TransactAction action, ExpectedVersion expected, boolean wantImages) {
    ItemKey key = action.key();
    ShardCatalog catalog = state.catalog();
    TableSchema table = catalog.table(action.tableId());
    if (table == null) {
      return new WritePlan.Stopped(new Refusal.TableGone(action.tableId()));
    }
    ShardCatalog.Hosted hosted = catalog.partition(action.partition().id());
    if (hosted == null
        || !hosted.partition().epoch().equals(action.partition().epoch())
        || !hosted.partition().groupId().equals(table.groupId())
        || !hosted.partition().range().contains(key.token())) {
      ShardCatalog.Hosted current = catalog.locate(table.groupId(), key.token());
      return new WritePlan.Stopped(
          new Refusal.WrongPartition(current == null ? null : current.partition()));
    }
    byte[] engineKey = KeyLayout.item(table.groupId(), key);
    if (state.isLocked(engineKey)) {
      return CONFLICT;
    }
    ReadOptions options = readOptions(table, action, wantImages);
    StoredItem stored = stored(evaluation.view.find(state.trees().main(), engineKey, options));
    Item old = stored == null ? null : stored.item();
    if (!(expected instanceof ExpectedVersion.Any)) {
      Hlc version = stored == null ? null : new Hlc(stored.hlcMsb(), stored.hlcLsb());
      if (!expected.admits(version)) {
        return new WritePlan.Stopped(new CommandResult.VersionMismatch(version));
      }
    }
    if (action.condition().isPresent() && !holds(action.condition().get(), old)) {
      return new WritePlan.Stopped(
          new CommandResult.ConditionFailed(action.wantOldOnConditionFailure() ? old : null));
    }
    return mutate(new Target(table, hosted, engineKey, key), old, action.mutation().orElse(null));
  }

  /**
   * What a condition looks at may be looked at again; what is overwritten is not in a file any
   * more.
   */
  private ReadOptions readOptions(TableSchema table, TransactAction action, boolean wantImages) {
    boolean conditional = action.condition().isPresent();
    if (wantImages || action.wantOldOnConditionFailure() || keepsOld(table, action)) {
      return conditional ? ReadOptions.DEFAULT : ReadOptions.ONCE;
    }
    return conditional ? briefly : brieflyOnce;
  }

  /** Whether anything but the answer holds the item before, or parts of it, after the decision. */
  private static boolean keepsOld(TableSchema table, TransactAction action) {
    return table.recordsChanges()
        || !table.localIndexes().isEmpty()
        || action.mutation().filter(Mutation.Update.class::isInstance).isPresent();
  }

  /** The item a write is aimed at. */
  private record Target(
      TableSchema table, ShardCatalog.Hosted partition, byte[] engineKey, ItemKey key) {

    WritePlan.Ready ready(
        @Nullable Item old, @Nullable Item updated, boolean writes, List<DocumentPath> touched) {
      return new WritePlan.Ready(table, partition, engineKey, key, old, updated, writes, touched);
    }
  }

  @Nullable Item itemAt(Evaluation evaluation, byte[] engineKey) {
    StoredItem stored = stored(evaluation.view.find(state.trees().main(), engineKey));
    return stored == null ? null : stored.item();
  }

  private static @Nullable StoredItem stored(@Nullable ValueSlice value) {
    return value == null ? null : StoredItem.decode(value.array(), value.offset(), value.length());
  }

  private static boolean holds(Condition condition, @Nullable Item item) {
    return condition.matches(item == null ? Document.ABSENT : ItemDocument.of(item));
  }

  private static WritePlan mutate(Target target, @Nullable Item old, @Nullable Mutation mutation) {
    return switch (mutation) {
      case null -> target.ready(old, old, false, List.of());
      case Mutation.Delete ignored -> target.ready(old, null, true, List.of());
      case Mutation.Put put ->
          checked(
              target,
              old,
              put.item(),
              List.of(),
              "Item size has exceeded the maximum allowed size");
      case Mutation.Update update -> update(target, old, update);
    };
  }

  private static WritePlan update(Target target, @Nullable Item old, Mutation.Update update) {
    if (old == null && update.program().onlyRemoves()) {
      return target.ready(null, null, true, update.program().touched());
    }
    try {
      UpdateResult result = update.program().apply(old == null ? update.key() : old);
      return checked(
          target,
          old,
          result.item(),
          result.touched(),
          "Item size to update has exceeded the maximum allowed size");
    } catch (ExpressionEvaluationException | InvalidValueException invalid) {
      return rejected(invalid.getMessage());
    }
  }

  private static WritePlan checked(
      Target target,
      @Nullable Item old,
      Item updated,
      List<DocumentPath> touched,
      String tooLarge) {
    if (updated.sizeInBytes() > Item.SIZE_BYTES_MAX) {
      return rejected(tooLarge);
    }
    try {
      IndexEntries.requireIndexable(target.table(), updated);
    } catch (InvalidValueException invalid) {
      return rejected(invalid.getMessage());
    }
    return target.ready(old, updated, true, touched);
  }

  private static WritePlan rejected(@Nullable String message) {
    return new WritePlan.Stopped(
        new CommandResult.Rejected(message == null ? "The write is not valid" : message));
  }
}
