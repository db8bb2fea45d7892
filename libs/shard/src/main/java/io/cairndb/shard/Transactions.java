package io.cairndb.shard;

import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.shard.CommandResult.Reason;
import io.cairndb.shard.MetaRecords.Intent;
import io.cairndb.shard.MetaRecords.LockedItem;
import io.cairndb.shard.MetaRecords.PreparedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shard's part in transactions: decided in one step when all items are here, or prepared, locked
 * by intents and ended when the decision is known. Confined to the shard's loop.
 *
 * <p>What makes transactions serializable is the intents: from prepare to commit nobody else writes
 * an item of the transaction, those it only checked included, so a condition that held at prepare
 * still holds at commit and the image computed then is the image to write. Who meets an intent is
 * refused at once; nobody waits, hence nobody waits in a circle. The transaction's timestamp is
 * kept for those who look at the intent and decides nothing here.
 *
 * <p>Invariant: a transaction that has ended leaves a mark, so a message of it that arrives late
 * neither locks nor writes again; ids that marks may have been removed for are refused.
 */
final class Transactions {
  private final ShardState state;
  private final WritePlanner planner;
  private final ItemChanges changes;
  private final Ledger ledger;
  private final EndedMarks marks;

  Transactions(
      ShardState state,
      WritePlanner planner,
      ItemChanges changes,
      Ledger ledger,
      EndedMarks marks) {
    this.state = state;
    this.planner = planner;
    this.changes = changes;
    this.ledger = ledger;
    this.marks = marks;
  }

  CommandResult transact(Evaluation evaluation, Command.TransactLocal command) {
    if (command.token().isPresent()) {
      CommandResult settled = ledger.settledBy(evaluation, command.token().get());
      if (settled != null) {
        return settled;
      }
    }
    Planned planned = planAll(evaluation, command.actions());
    if (planned.refusal() != null) {
      return planned.refusal();
    }
    List<CommandResult.Written> outcomes = new ArrayList<>(planned.plans().size());
    for (WritePlan.Ready plan : planned.plans()) {
      changes.apply(evaluation, plan, ChangeRecord.Origin.USER);
      outcomes.add(plan.written());
    }
    command.token().ifPresent(token -> ledger.rememberDone(evaluation, token));
    return new CommandResult.Transacted(outcomes, false);
  }

  CommandResult prepare(Evaluation evaluation, Command.PrepareTransaction command) {
    TransactionId id = command.transaction();
    PreparedRecord known = state.prepared(id);
    if (known != null) {
      return preparedBefore(evaluation, known);
    }
    TransactionOutcome ended = marks.find(evaluation, id);
    if (ended != null) {
      return new CommandResult.TransactionEnded(ended);
    }
    if (EndedMarks.isTooLate(evaluation, id)) {
      return new CommandResult.TransactionEnded(TransactionOutcome.ABORTED);
    }
    Planned planned = planAll(evaluation, command.actions());
    if (planned.refusal() != null) {
      return planned.refusal();
    }
    List<LockedItem> locked = new ArrayList<>();
    List<CommandResult.Written> outcomes = new ArrayList<>();
    for (WritePlan.Ready plan : planned.plans()) {
      byte[] intentKey = KeyLayout.intent(plan.table().groupId(), plan.key());
      Intent intent = intentOf(command, plan);
      evaluation.batch().put(state.trees().main(), intentKey, MetaRecords.encode(intent));
      locked.add(new LockedItem(plan.table().tableId(), plan.engineKey()));
      outcomes.add(plan.written());
    }
    PreparedRecord part =
        new PreparedRecord(
            command.ledger(), command.timestamp(), evaluation.now.physicalMillis(), locked);
    evaluation.batch().put(state.trees().meta(), MetaKeys.prepared(id), MetaRecords.encode(part));
    evaluation.onApply(() -> state.lock(id, part));
    return new CommandResult.Prepared(outcomes);
  }

  /** A repeated message is answered as the first was, but for the paths an update touches. */
  private CommandResult preparedBefore(Evaluation evaluation, PreparedRecord part) {
    List<CommandResult.Written> outcomes = new ArrayList<>(part.items().size());
    for (LockedItem locked : part.items()) {
      TableSchema table = state.catalog().table(locked.tableId());
      if (table == null) {
        return new Refusal.TableGone(locked.tableId());
      }
      Item old = planner.itemAt(evaluation, locked.engineKey());
      Intent intent = intentOn(evaluation, table, locked);
      Item updated = intent.kind() == Intent.Kind.CHECK ? old : intent.item();
      outcomes.add(new CommandResult.Written(old, updated, List.of()));
    }
    return new CommandResult.Prepared(outcomes);
  }

  private Intent intentOn(Evaluation evaluation, TableSchema table, LockedItem locked) {
    var key = KeyLayout.itemKeyOf(table.key(), locked.engineKey());
    byte[] value =
        evaluation.view.get(state.trees().main(), KeyLayout.intent(table.groupId(), key));
    if (value == null) {
      throw new IllegalStateException("a prepared transaction has lost an intent");
    }
    return MetaRecords.intent(value);
  }

  private static Intent intentOf(Command.PrepareTransaction command, WritePlan.Ready plan) {
    Intent.Kind kind =
        !plan.writes()
            ? Intent.Kind.CHECK
            : plan.newItem() == null ? Intent.Kind.DELETE : Intent.Kind.PUT;
    Item image = kind == Intent.Kind.PUT ? plan.newItem() : null;
    return new Intent(command.transaction(), command.timestamp(), kind, image);
  }

  CommandResult commit(Evaluation evaluation, Command.CommitTransaction command) {
    return end(evaluation, command.transaction(), TransactionOutcome.COMMITTED);
  }

  CommandResult abort(Evaluation evaluation, Command.AbortTransaction command) {
    return end(evaluation, command.transaction(), TransactionOutcome.ABORTED);
  }

  /**
   * Ends the transaction. One that is neither prepared nor marked has ended long ago (a commit), or
   * must not be prepared any more (an abort that overtook its prepare).
   */
  private CommandResult end(Evaluation evaluation, TransactionId id, TransactionOutcome outcome) {
    PreparedRecord part = state.prepared(id);
    if (part == null) {
      TransactionOutcome ended = marks.find(evaluation, id);
      if (ended == null && outcome == TransactionOutcome.ABORTED) {
        marks.put(evaluation, id, outcome);
      }
      return new CommandResult.TransactionEnded(ended == null ? outcome : ended);
    }
    for (LockedItem item : part.items()) {
      endItem(evaluation, item, outcome);
    }
    evaluation.batch().delete(state.trees().meta(), MetaKeys.prepared(id));
    marks.put(evaluation, id, outcome);
    evaluation.onApply(() -> state.unlock(id));
    return new CommandResult.TransactionEnded(outcome);
  }

  /** Items of a table dropped meanwhile are purged with their intents. */
  private void endItem(Evaluation evaluation, LockedItem locked, TransactionOutcome outcome) {
    TableSchema table = state.catalog().table(locked.tableId());
    if (table == null) {
      return;
    }
    var key = KeyLayout.itemKeyOf(table.key(), locked.engineKey());
    Intent intent = intentOn(evaluation, table, locked);
    evaluation.batch().delete(state.trees().main(), KeyLayout.intent(table.groupId(), key));
    if (outcome == TransactionOutcome.ABORTED || intent.kind() == Intent.Kind.CHECK) {
      return;
    }
    ShardCatalog.Hosted partition = state.catalog().locate(table.groupId(), key.token());
    if (partition == null) {
      throw new IllegalStateException("a prepared item's partition is not here");
    }
    Item old = planner.itemAt(evaluation, locked.engineKey());
    changes.apply(
        evaluation,
        new WritePlan.Ready(
            table, partition, locked.engineKey(), key, old, intent.item(), true, List.of()),
        ChangeRecord.Origin.USER);
  }

  /** What no two actions may share: each plan rests on the state before the transaction. */
  private record ItemAddress(UUID tableId, ItemKey key) {}

  /** All plans, or the refusal of the transaction. */
  private record Planned(List<WritePlan.Ready> plans, @Nullable CommandResult refusal) {}

  private Planned planAll(Evaluation evaluation, List<TransactAction> actions) {
    List<WritePlan.Ready> plans = new ArrayList<>(actions.size());
    List<Reason> reasons = new ArrayList<>(actions.size());
    boolean refused = false;
    Set<ItemAddress> seen = HashSet.newHashSet(actions.size());
    for (TransactAction action : actions) {
      if (!seen.add(new ItemAddress(action.tableId(), action.key()))) {
        throw new IllegalArgumentException("an item occurs twice in a transaction");
      }
      switch (planner.plan(evaluation, action)) {
        case WritePlan.Ready ready -> {
          plans.add(ready);
          reasons.add(Reason.NONE);
        }
        case WritePlan.Stopped(Refusal refusal) -> {
          return new Planned(List.of(), refusal);
        }
        case WritePlan.Stopped(CommandResult outcome) -> {
          reasons.add(reason(outcome));
          refused = true;
        }
      }
    }
    return new Planned(plans, refused ? new CommandResult.TransactionRefused(reasons) : null);
  }

  private static Reason reason(CommandResult outcome) {
    return switch (outcome) {
      case CommandResult.ConditionFailed failed ->
          new Reason(
              Reason.Code.CONDITIONAL_CHECK_FAILED,
              "The conditional request failed",
              failed.item());
      case CommandResult.Rejected rejected ->
          new Reason(Reason.Code.VALIDATION_ERROR, rejected.message(), null);
      case CommandResult.TransactionConflict ignored ->
          new Reason(Reason.Code.TRANSACTION_CONFLICT, "Transaction is ongoing for the item", null);
      // A planner stops for no other reason.
      default -> throw new IllegalStateException("unexpected outcome of a plan: " + outcome);
    };
  }
}
