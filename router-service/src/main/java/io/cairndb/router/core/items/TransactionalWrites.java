package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.response.ExecuteTransactionResponse;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The statements of a transaction that writes, or only checks. Confined to the request. */
final class TransactionalWrites {
  private final ExecuteTransactionRequest request;
  private final List<BoundStatement> statements;
  private final List<TablePlan> plans;
  private final List<Item> keyed = new ArrayList<>();
  private final List<ItemTransactions.Action> actions = new ArrayList<>();

  /** Takes statements none of which is a SELECT. */
  TransactionalWrites(
      ExecuteTransactionRequest request, List<BoundStatement> statements, List<TablePlan> plans) {
    this.request = request;
    this.statements = statements;
    this.plans = plans;
    TransactionProblems problems = new TransactionProblems(statements.size());
    List<StatementWrites.Intent> intents = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      StatementWrites.Intent intent = intentOrProblem(i, problems);
      if (intent != null) {
        intents.add(intent);
      }
    }
    problems.requireNone();
    requireTogetherWithinLimit(intents);
    for (int i = 0; i < intents.size(); i++) {
      add(i, intents.get(i), problems);
    }
  }

  /** What the statement writes; null when that cancels the transaction, which is then noted. */
  private StatementWrites.@Nullable Intent intentOrProblem(
      int index, TransactionProblems problems) {
    BoundStatement statement = statements.get(index);
    StatementWrites.Intent intent;
    try {
      intent = StatementWrites.intent(statement, plans.get(index));
    } catch (DynamoDbException fault) {
      if (!StatementWrites.isMissingKey(fault)) {
        return ExecuteTransactionOperation.placed(
            index,
            () -> {
              throw fault;
            });
      }
      problems.add(fault.getMessage());
      return null;
    }
    ItemKeyRules.requireUsableValues(plans.get(index).key(), intent.keyed());
    problems.add(StatementWrites.problemOf(statement, intent));
    return intent;
  }

  private static void requireTogetherWithinLimit(List<StatementWrites.Intent> intents) {
    long bytes = 0;
    for (StatementWrites.Intent intent : intents) {
      bytes += intent.keyed().sizeInBytes();
    }
    if (bytes > TransactionProblems.MAX_BYTES) {
      throw TransactionProblems.tooLarge();
    }
  }

  private void add(int index, StatementWrites.Intent intent, TransactionProblems problems) {
    TablePlan table = intent.table();
    ItemKey key = ItemKey.of(table.key(), intent.keyed());
    problems.claim(table, key);
    keyed.add(intent.keyed());
    actions.add(
        new ItemTransactions.Action(
            table.schema().groupId(),
            table.tableId(),
            key,
            intent.mutation(),
            intent.condition(),
            SingleWrites.wantsOld(
                request.transactStatements().get(index).returnValuesOnConditionCheckFailure())));
  }

  CompletableFuture<ExecuteTransactionResponse> run(
      ItemTransactions transactions, Optional<IdempotencyToken> token) {
    return transactions
        .write(new ItemTransactions.WriteRequest(actions, token))
        .thenApply(this::answer);
  }

  private ExecuteTransactionResponse answer(ItemTransactions.WriteOutcome outcome) {
    if (outcome instanceof ItemTransactions.WriteOutcome.Committed committed) {
      return committed(committed);
    }
    if (outcome instanceof ItemTransactions.WriteOutcome.Cancelled cancelled) {
      throw cancelled(cancelled.reasons());
    }
    throw TransactWriteItemsOperation.errorOf(outcome);
  }

  private DynamoDbException cancelled(List<CommandResult.Reason> given) {
    List<CancellationReason> reasons = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean duplicate =
          given.get(i).code() == CommandResult.Reason.Code.CONDITIONAL_CHECK_FAILED
              && statements.get(i) instanceof BoundStatement.Insert;
      reasons.add(
          duplicate
              ? CancellationReason.duplicateItem()
              : TransactWriteItemsOperation.reasonOf(given.get(i)));
    }
    return DynamoDbErrors.transactionCanceled(reasons);
  }

  /** A repetition wrote nothing: it is counted as reads of what the first one wrote. */
  private ExecuteTransactionResponse committed(ItemTransactions.WriteOutcome.Committed committed) {
    Map<String, Consumption> used = ExecuteTransactionOperation.consumptions(plans);
    List<Optional<Item>> shown = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      shown.add(Optional.empty());
      Consumption consumption = used.get(plans.get(i).name());
      if (consumption != null) {
        count(committed, i, consumption);
      }
    }
    return ExecuteTransactionOperation.answer(
        request, shown, used, committed.repeated() ? Reports.Kind.READS : Reports.Kind.WRITES);
  }

  private void count(
      ItemTransactions.WriteOutcome.Committed committed, int index, Consumption consumption) {
    if (committed.repeated()) {
      consumption.readItem(keyed.get(index));
      return;
    }
    CommandResult.Written written = committed.writes().get(index);
    if (actions.get(index).mutation().isEmpty()) {
      consumption.writeNothing(written.oldItem());
    } else {
      consumption.write(written.oldItem(), written.newItem());
    }
  }
}
