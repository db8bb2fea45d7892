package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.request.ParameterizedStatement;
import io.cairndb.dynamodb.wire.response.ExecuteTransactionResponse;
import io.cairndb.dynamodb.wire.response.Response;
import io.cairndb.item.Item;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.partiql.StatementDigest;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code ExecuteTransaction}: statements that read, or statements that write and check, all as of
 * one moment. They become the actions of the same transactions that TransactGetItems and
 * TransactWriteItems run.
 */
final class ExecuteTransactionOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemTransactions transactions;

  ExecuteTransactionOperation(TablePlans tables, ItemTransactions transactions) {
    this.tables = tables;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "ExecuteTransaction";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return run(ExecuteTransactionRequest.parse(body), context.account())
        .thenApply(Response::toBuffer);
  }

  /**
   * Runs the transaction.
   *
   * @param owner whose token it is: the same token of another is another
   */
  CompletableFuture<ExecuteTransactionResponse> run(
      ExecuteTransactionRequest request, String owner) {
    List<BoundStatement> statements = new ArrayList<>();
    for (ParameterizedStatement member : request.transactStatements()) {
      statements.add(
          placed(
              statements.size(),
              () -> allowed(Statements.bind(member.statement(), member.parameters()))));
    }
    long writing = statements.stream().filter(Statements::writes).count();
    if (writing > 0 && writing < statements.size()) {
      throw DynamoDbErrors.validation(
          "ExecuteTransaction API does not support both read and write operations in the same"
              + " request.");
    }
    List<TablePlan> plans =
        statements.stream().map(statement -> tables.require(statement.source().table())).toList();
    if (writing == 0) {
      return new TransactionalReads(request, statements, plans).run(transactions);
    }
    Optional<IdempotencyToken> token =
        Optional.ofNullable(request.clientRequestToken())
            .map(text -> token(owner, text, request.transactStatements()));
    return new TransactionalWrites(request, statements, plans).run(transactions, token);
  }

  /** What any transaction allows of a statement. */
  private static BoundStatement allowed(BoundStatement statement) {
    if (StatementWrites.returningOf(statement).isPresent()) {
      throw DynamoDbErrors.validation("RETURNING clause is not supported in ExecuteTransaction.");
    }
    if (statement.source().index().isPresent()) {
      throw DynamoDbErrors.validation("Reads on indices are not supported within transactions.");
    }
    return statement;
  }

  /** Tells which statement a fault is in. */
  static <T> T placed(int index, Supplier<T> step) {
    try {
      return step.get();
    } catch (DynamoDbException fault) {
      throw fault.type() == ErrorType.VALIDATION
          ? DynamoDbErrors.validation(
              "Validation failed in TransactStatements[" + index + "]: " + fault.getMessage())
          : fault;
    }
  }

  private static IdempotencyToken token(
      String owner, String text, List<ParameterizedStatement> statements) {
    StatementDigest digest = new StatementDigest();
    for (ParameterizedStatement member : statements) {
      digest.add(member.statement(), Statements.parametersOf(member.parameters()));
    }
    return new IdempotencyToken(owner + "/" + text, digest.finish());
  }

  static ExecuteTransactionResponse answer(
      ExecuteTransactionRequest request,
      List<Optional<Item>> shown,
      Map<String, Consumption> used,
      Reports.Kind kind) {
    return new ExecuteTransactionResponse(
        shown, Reports.capacities(request.returnConsumedCapacity(), used, kind));
  }

  /** Capacity by table, in the order in which the tables come up. */
  static Map<String, Consumption> consumptions(List<TablePlan> plans) {
    Map<String, Consumption> used = new LinkedHashMap<>();
    plans.forEach(
        plan -> used.computeIfAbsent(plan.name(), name -> Consumption.ofTransaction(plan)));
    return used;
  }
}
