package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.response.ExecuteTransactionResponse;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.router.core.partiql.KeyEquality;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The statements of a transaction that reads. Confined to the request. */
final class TransactionalReads {
  private final ExecuteTransactionRequest request;
  private final List<TablePlan> plans;
  private final List<SelectColumns> columns = new ArrayList<>();
  private final List<ItemTransactions.Place> places = new ArrayList<>();

  /** Takes statements that all are a SELECT. */
  TransactionalReads(
      ExecuteTransactionRequest request, List<BoundStatement> statements, List<TablePlan> plans) {
    this.request = request;
    this.plans = plans;
    List<Item> keys = new ArrayList<>();
    for (BoundStatement statement : statements) {
      if (!(statement instanceof BoundStatement.Select select)) {
        throw new IllegalArgumentException("not a read: " + statement);
      }
      int index = keys.size();
      keys.add(ExecuteTransactionOperation.placed(index, () -> key(select, plans.get(index))));
      columns.add(new SelectColumns(select.columns()));
    }
    TransactionProblems problems = new TransactionProblems(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      problems.add(ItemKeyRules.problemOfKey(plans.get(i).key(), keys.get(i)));
    }
    problems.requireNone();
    for (int i = 0; i < keys.size(); i++) {
      ItemKey place = ItemKeyRules.requireKey(plans.get(i).key(), keys.get(i));
      problems.claim(plans.get(i), place);
      places.add(
          new ItemTransactions.Place(
              plans.get(i).schema().groupId(), plans.get(i).tableId(), place));
    }
  }

  private static Item key(BoundStatement.Select select, TablePlan table) {
    return KeyEquality.of(table.key(), select.where())
        .filter(found -> found.rest().isEmpty())
        .map(found -> Item.of(found.key()))
        .orElseThrow(
            () ->
                DynamoDbErrors.validation(
                    "Select statements within ExecuteTransaction must specify the primary key in"
                        + " the where clause."));
  }

  CompletableFuture<ExecuteTransactionResponse> run(ItemTransactions transactions) {
    return transactions.read(new ItemTransactions.ReadRequest(places)).thenApply(this::answer);
  }

  private ExecuteTransactionResponse answer(ItemTransactions.ReadOutcome outcome) {
    return switch (outcome) {
      case ItemTransactions.ReadOutcome.Snapshot snapshot -> found(snapshot.items());
      case ItemTransactions.ReadOutcome.Conflict conflict ->
          throw DynamoDbErrors.transactionCanceled(
              conflict.held().stream()
                  .map(
                      held ->
                          held
                              ? CancellationReason.transactionConflict()
                              : CancellationReason.none())
                  .toList());
      case ItemTransactions.ReadOutcome.Refused refused ->
          throw ShardAnswers.errorOf(refused.refusal());
      case ItemTransactions.ReadOutcome.Unknown ignored ->
          throw DynamoDbErrors.serviceUnavailable();
    };
  }

  private ExecuteTransactionResponse found(List<Optional<Item>> items) {
    TransactGetItemsOperation.requireWithinLimit(items);
    Map<String, Consumption> used = ExecuteTransactionOperation.consumptions(plans);
    List<Optional<Item>> shown = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Consumption consumption = used.get(plans.get(i).name());
      if (consumption != null) {
        consumption.readItem(items.get(i).orElse(null));
      }
      shown.add(items.get(i).map(columns.get(i)::of));
    }
    return ExecuteTransactionOperation.answer(request, shown, used, Reports.Kind.READS);
  }
}
