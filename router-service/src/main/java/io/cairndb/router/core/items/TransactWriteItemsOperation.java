package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.TransactWriteItem;
import io.cairndb.dynamodb.wire.request.TransactWriteItemsRequest;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.dynamodb.wire.response.TransactWriteItemsResponse;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code TransactWriteItems}. */
final class TransactWriteItemsOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemTransactions transactions;
  private final ExpressionCompiler compiler;

  TransactWriteItemsOperation(
      TablePlans tables, ItemTransactions transactions, ExpressionCompiler compiler) {
    this.tables = tables;
    this.transactions = transactions;
    this.compiler = compiler;
  }

  /** The expressions of one action, compiled. */
  private record Compiled(Optional<Mutation> mutation, Optional<Condition> condition) {}

  /** One action, ready to go. */
  private record Planned(
      String label, TablePlan table, Item keyed, ItemTransactions.Action action) {}

  @Override
  public String name() {
    return "TransactWriteItems";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return run(TransactWriteItemsRequest.parse(body), context.account())
        .thenApply(Response::toBuffer);
  }

  /**
   * Runs the transaction.
   *
   * @param owner whose token it is: the same token of another is another
   */
  CompletableFuture<TransactWriteItemsResponse> run(
      TransactWriteItemsRequest request, String owner) {
    List<Planned> planned = plan(request);
    List<ItemTransactions.Action> actions = new ArrayList<>();
    planned.forEach(one -> actions.add(one.action()));
    Optional<IdempotencyToken> token = Optional.empty();
    if (request.clientRequestToken() != null) {
      token =
          Optional.of(
              new IdempotencyToken(
                  owner + "/" + request.clientRequestToken(),
                  RequestHash.of(request.transactItems())));
    }
    return transactions
        .write(new ItemTransactions.WriteRequest(actions, token))
        .thenApply(outcome -> answer(request, planned, outcome));
  }

  private List<Planned> plan(TransactWriteItemsRequest request) {
    List<Compiled> compiled = new ArrayList<>();
    long bytes = 0;
    for (TransactWriteItem item : request.transactItems()) {
      compiled.add(compile(item));
      bytes += keyed(item).sizeInBytes();
    }
    if (bytes > TransactionProblems.MAX_BYTES) {
      throw TransactionProblems.tooLarge();
    }
    List<TablePlan> plans = new ArrayList<>();
    for (TransactWriteItem item : request.transactItems()) {
      plans.add(tables.require(item.tableName()));
    }
    TransactionProblems problems = new TransactionProblems(plans.size());
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      TransactWriteItem item = request.transactItems().get(i);
      TablePlan table = plans.get(i);
      ItemKeyRules.requireUsableValues(table.key(), keyed(item));
      String problem = problemOf(item, table, compiled.get(i));
      problems.add(problem);
      if (problem == null) {
        ItemKey key = ItemKey.of(table.key(), keyed(item));
        problems.claim(table, key);
        planned.add(
            new Planned(
                item.tableName(),
                table,
                keyed(item),
                new ItemTransactions.Action(
                    table.schema().groupId(),
                    table.schema().tableId(),
                    key,
                    compiled.get(i).mutation(),
                    compiled.get(i).condition(),
                    SingleWrites.wantsOld(item.returnValuesOnConditionCheckFailure()))));
      }
    }
    problems.requireNone();
    return planned;
  }

  private Compiled compile(TransactWriteItem item) {
    Substitutions substitutions =
        Substitutions.checked(item.expressionAttributeNames(), item.expressionAttributeValues());
    Optional<Mutation> mutation =
        switch (item) {
          case TransactWriteItem.ConditionCheck ignored -> Optional.empty();
          case TransactWriteItem.Put put -> {
            SingleWrites.requireItemSize(put.item());
            yield Optional.of(new Mutation.Put(put.item()));
          }
          case TransactWriteItem.Delete ignored -> Optional.of(new Mutation.Delete());
          case TransactWriteItem.Update update ->
              Optional.of(
                  new Mutation.Update(
                      compiler.update(update.updateExpression(), substitutions), update.key()));
        };
    Optional<Condition> condition = Optional.empty();
    if (item.conditionExpression() != null) {
      condition =
          Optional.of(
              compiler.condition(
                  ExpressionKind.CONDITION, item.conditionExpression(), substitutions));
    }
    substitutions.requireAllUsed();
    return new Compiled(mutation, condition);
  }

  /** The item or key an action comes with. */
  private static Item keyed(TransactWriteItem item) {
    return switch (item) {
      case TransactWriteItem.ConditionCheck check -> check.key();
      case TransactWriteItem.Put put -> put.item();
      case TransactWriteItem.Delete delete -> delete.key();
      case TransactWriteItem.Update update -> update.key();
    };
  }

  /** What cancels the transaction whatever the table holds; null when nothing does. */
  private static @Nullable String problemOf(
      TransactWriteItem item, TablePlan table, Compiled compiled) {
    if (item instanceof TransactWriteItem.Put put) {
      String problem = ItemKeyRules.problemOfItem(table.key(), put.item());
      return problem == null ? indexProblem(table, put.item()) : problem;
    }
    String problem = ItemKeyRules.problemOfKey(table.key(), keyed(item));
    if (problem == null
        && compiled.mutation().orElse(null) instanceof Mutation.Update(UpdateProgram program, _)) {
      return UpdateItemOperation.problemOf(table, program);
    }
    return problem;
  }

  /** What an index says of the item; null when nothing. */
  static @Nullable String indexProblem(TablePlan table, Item item) {
    if (table.indexes().isEmpty()) {
      return null;
    }
    try {
      IndexEntries.requireIndexable(table.schema(), item);
      return null;
    } catch (InvalidValueException problem) {
      return problem.getMessage();
    }
  }

  private static TransactWriteItemsResponse answer(
      TransactWriteItemsRequest request,
      List<Planned> planned,
      ItemTransactions.WriteOutcome outcome) {
    return switch (outcome) {
      case ItemTransactions.WriteOutcome.Committed committed ->
          committed(request, planned, committed);
      case ItemTransactions.WriteOutcome.Cancelled cancelled -> {
        List<CancellationReason> reasons = new ArrayList<>();
        cancelled.reasons().forEach(reason -> reasons.add(reasonOf(reason)));
        throw DynamoDbErrors.transactionCanceled(reasons);
      }
      case ItemTransactions.WriteOutcome other -> throw errorOf(other);
    };
  }

  /** The error for a transaction that was neither applied nor cancelled. */
  static DynamoDbException errorOf(ItemTransactions.WriteOutcome outcome) {
    return switch (outcome) {
      case ItemTransactions.WriteOutcome.TokenInProgress ignored ->
          DynamoDbErrors.transactionInProgress(
              "The transaction with the given request token is already in progress.");
      case ItemTransactions.WriteOutcome.TokenMismatch ignored ->
          DynamoDbErrors.idempotentParameterMismatch(
              "Request parameters do not match those of the first request with this token.");
      case ItemTransactions.WriteOutcome.Refused refused -> ShardAnswers.errorOf(refused.refusal());
      case ItemTransactions.WriteOutcome.Unknown ignored -> ItemAccess.outcomeUnknown();
      case ItemTransactions.WriteOutcome.Committed other ->
          throw new IllegalArgumentException("not a failure: " + other);
      case ItemTransactions.WriteOutcome.Cancelled other ->
          throw new IllegalArgumentException("has reasons of its own: " + other);
    };
  }

  static CancellationReason reasonOf(CommandResult.Reason reason) {
    return switch (reason.code()) {
      case NONE -> CancellationReason.none();
      case CONDITIONAL_CHECK_FAILED -> CancellationReason.conditionalCheckFailed(reason.item());
      case TRANSACTION_CONFLICT -> CancellationReason.transactionConflict();
      case VALIDATION_ERROR -> CancellationReason.validationError(String.valueOf(reason.message()));
    };
  }

  /** A repetition wrote nothing: it is counted as reads of what the first one wrote. */
  private static TransactWriteItemsResponse committed(
      TransactWriteItemsRequest request,
      List<Planned> planned,
      ItemTransactions.WriteOutcome.Committed committed) {
    Map<String, Consumption> used = new LinkedHashMap<>();
    CollectionReport collections = new CollectionReport();
    for (int i = 0; i < planned.size(); i++) {
      Planned one = planned.get(i);
      Consumption consumption =
          used.computeIfAbsent(one.label(), label -> Consumption.ofTransaction(one.table()));
      if (committed.repeated()) {
        consumption.readItem(one.keyed());
      } else {
        CommandResult.Written written = committed.writes().get(i);
        if (one.action().mutation().isEmpty()) {
          consumption.writeNothing(written.oldItem());
        } else {
          consumption.write(written.oldItem(), written.newItem());
          collections.add(one.label(), one.table(), one.keyed());
        }
      }
    }
    return new TransactWriteItemsResponse(
        Reports.capacities(
            request.returnConsumedCapacity(),
            used,
            committed.repeated() ? Reports.Kind.READS : Reports.Kind.WRITES),
        Reports.isWanted(request.returnItemCollectionMetrics()) ? collections.byLabel() : null);
  }
}
