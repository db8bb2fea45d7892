package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.BatchExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.BatchGetItemRequest;
import io.cairndb.dynamodb.wire.request.BatchWriteItemRequest;
import io.cairndb.dynamodb.wire.request.ExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.request.TransactGetItemsRequest;
import io.cairndb.dynamodb.wire.request.TransactWriteItemsRequest;
import io.cairndb.dynamodb.wire.response.BatchExecuteStatementResponse;
import io.cairndb.dynamodb.wire.response.BatchGetItemResponse;
import io.cairndb.dynamodb.wire.response.BatchWriteItemResponse;
import io.cairndb.dynamodb.wire.response.ExecuteStatementResponse;
import io.cairndb.dynamodb.wire.response.ExecuteTransactionResponse;
import io.cairndb.dynamodb.wire.response.TransactGetItemsResponse;
import io.cairndb.dynamodb.wire.response.TransactWriteItemsResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Batches, transactions and statements as typed calls, for APIs that do not speak DynamoDB's JSON:
 * the same rules, the same plans, the same errors ({@link DynamoDbException}). How many parts a
 * request may have is for the caller to see to. Thread-safe; calls that do not return a future
 * wait, so they belong on a virtual thread.
 */
public final class CompoundCalls {
  /** Owns the tokens of callers without an account; no account is named like that. */
  private static final String NO_ACCOUNT = "rest";

  private final BatchGetItemOperation batchGets;
  private final BatchWriteItemOperation batchWrites;
  private final TransactGetItemsOperation transactGets;
  private final TransactWriteItemsOperation transactWrites;
  private final ExecuteStatementOperation statements;
  private final BatchExecuteStatementOperation statementBatches;
  private final ExecuteTransactionOperation statementTransactions;

  public CompoundCalls(ItemPorts ports) {
    TablePlans tables = new TablePlans(ports.catalog());
    ItemAccess items = new ItemAccess(ports.shards());
    StatementWrites writes = new StatementWrites(tables, items);
    this.batchGets = new BatchGetItemOperation(tables, items, ports.compiler());
    this.batchWrites = new BatchWriteItemOperation(tables, items);
    this.transactGets =
        new TransactGetItemsOperation(tables, ports.transactions(), ports.compiler());
    this.transactWrites =
        new TransactWriteItemsOperation(tables, ports.transactions(), ports.compiler());
    this.statements = new ExecuteStatementOperation(tables, new StatementReads(ports), writes);
    this.statementBatches = new BatchExecuteStatementOperation(tables, items, writes);
    this.statementTransactions = new ExecuteTransactionOperation(tables, ports.transactions());
  }

  public BatchGetItemResponse batchGet(BatchGetItemRequest request) {
    return batchGets.run(request);
  }

  public BatchWriteItemResponse batchWrite(BatchWriteItemRequest request) {
    return batchWrites.run(request);
  }

  public CompletableFuture<TransactGetItemsResponse> transactGet(TransactGetItemsRequest request) {
    return transactGets.run(request);
  }

  public CompletableFuture<TransactWriteItemsResponse> transactWrite(
      TransactWriteItemsRequest request) {
    return transactWrites.run(request, NO_ACCOUNT);
  }

  /** Runs a statement; a page of it when it reads. */
  public CompletableFuture<ExecuteStatementResponse> execute(ExecuteStatementRequest request) {
    return statements.run(request);
  }

  /** Runs statements, each for itself. */
  public CompletableFuture<BatchExecuteStatementResponse> executeEach(
      BatchExecuteStatementRequest request) {
    return statementBatches.run(request);
  }

  /** Runs statements, all or none. */
  public CompletableFuture<ExecuteTransactionResponse> executeTogether(
      ExecuteTransactionRequest request) {
    return statementTransactions.run(request, NO_ACCOUNT);
  }
}
