package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.Get;
import io.cairndb.dynamodb.wire.request.TransactGetItem;
import io.cairndb.dynamodb.wire.request.TransactGetItemsRequest;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.dynamodb.wire.response.TransactGetItemsResponse;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code TransactGetItems}. */
final class TransactGetItemsOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemTransactions transactions;
  private final ExpressionCompiler compiler;

  TransactGetItemsOperation(
      TablePlans tables, ItemTransactions transactions, ExpressionCompiler compiler) {
    this.tables = tables;
    this.transactions = transactions;
    this.compiler = compiler;
  }

  /** One item asked for. */
  private record Planned(
      String label, TablePlan table, ItemKey key, Optional<ProjectionList> projection) {}

  @Override
  public String name() {
    return "TransactGetItems";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return run(TransactGetItemsRequest.parse(body)).thenApply(Response::toBuffer);
  }

  CompletableFuture<TransactGetItemsResponse> run(TransactGetItemsRequest request) {
    List<Planned> planned = plan(request);
    List<ItemTransactions.Place> places = new ArrayList<>();
    for (Planned one : planned) {
      TableSchema schema = one.table().schema();
      places.add(new ItemTransactions.Place(schema.groupId(), schema.tableId(), one.key()));
    }
    return transactions
        .read(new ItemTransactions.ReadRequest(places))
        .thenApply(outcome -> answer(request, planned, outcome));
  }

  private List<Planned> plan(TransactGetItemsRequest request) {
    List<Optional<ProjectionList>> projections = new ArrayList<>();
    for (TransactGetItem item : request.transactItems()) {
      projections.add(
          GetItemOperation.projection(
              compiler,
              item.get().projectionExpression(),
              null,
              item.get().expressionAttributeNames()));
    }
    List<TablePlan> plans = new ArrayList<>();
    for (TransactGetItem item : request.transactItems()) {
      plans.add(tables.require(item.get().tableName()));
    }
    TransactionProblems problems = new TransactionProblems(plans.size());
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Get get = request.transactItems().get(i).get();
      ItemKey key = keyOrProblem(plans.get(i), get.key(), problems);
      if (key != null) {
        problems.claim(plans.get(i), key);
        planned.add(new Planned(get.tableName(), plans.get(i), key, projections.get(i)));
      }
    }
    problems.requireNone();
    return planned;
  }

  private static @Nullable ItemKey keyOrProblem(
      TablePlan table, Item key, TransactionProblems problems) {
    try {
      ItemKey place = ItemKeyRules.requireKey(table.key(), key);
      problems.add(null);
      return place;
    } catch (DynamoDbException problem) {
      problems.add(problem.getMessage());
      return null;
    }
  }

  private static TransactGetItemsResponse answer(
      TransactGetItemsRequest request,
      List<Planned> planned,
      ItemTransactions.ReadOutcome outcome) {
    return switch (outcome) {
      case ItemTransactions.ReadOutcome.Snapshot snapshot ->
          found(request, planned, snapshot.items());
      case ItemTransactions.ReadOutcome.Conflict conflict -> {
        List<CancellationReason> reasons = new ArrayList<>();
        for (boolean held : conflict.held()) {
          reasons.add(held ? CancellationReason.transactionConflict() : CancellationReason.none());
        }
        throw DynamoDbErrors.transactionCanceled(reasons);
      }
      case ItemTransactions.ReadOutcome.Refused refused ->
          throw ShardAnswers.errorOf(refused.refusal());
      case ItemTransactions.ReadOutcome.Unknown ignored ->
          throw DynamoDbErrors.serviceUnavailable();
    };
  }

  /** Whole items count, whatever is shown of them. */
  static void requireWithinLimit(List<Optional<Item>> items) {
    long bytes = 0;
    for (Optional<Item> item : items) {
      bytes += item.map(Item::sizeInBytes).orElse(0);
    }
    if (bytes > TransactionProblems.MAX_BYTES) {
      throw TransactionProblems.tooLarge();
    }
  }

  private static TransactGetItemsResponse found(
      TransactGetItemsRequest request, List<Planned> planned, List<Optional<Item>> items) {
    Map<String, Consumption> used = new LinkedHashMap<>();
    List<Optional<Item>> shown = new ArrayList<>();
    requireWithinLimit(items);
    for (int i = 0; i < planned.size(); i++) {
      Planned one = planned.get(i);
      Optional<Item> item = items.get(i);
      used.computeIfAbsent(one.label(), label -> Consumption.ofTransaction(one.table()))
          .readItem(item.orElse(null));
      shown.add(item.map(found -> one.projection().map(p -> p.apply(found)).orElse(found)));
    }
    return new TransactGetItemsResponse(
        Reports.capacities(request.returnConsumedCapacity(), used, Reports.Kind.READS), shown);
  }
}
