package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.ExecuteStatementRequest;
import io.cairndb.dynamodb.wire.response.ConsumedCapacity;
import io.cairndb.dynamodb.wire.response.ExecuteStatementResponse;
import io.cairndb.item.Bytes;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.partiql.NextToken;
import io.cairndb.router.core.partiql.StatementDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code ExecuteStatement}: a page of a SELECT, or one conditional write. */
final class ExecuteStatementOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final StatementReads reads;
  private final StatementWrites writes;

  ExecuteStatementOperation(TablePlans tables, StatementReads reads, StatementWrites writes) {
    this.tables = tables;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public String name() {
    return "ExecuteStatement";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return run(ExecuteStatementRequest.parse(body))
        .thenApply(response -> response.toBuffer(context.answer()));
  }

  /** Runs the statement. */
  CompletableFuture<ExecuteStatementResponse> run(ExecuteStatementRequest request) {
    BoundStatement statement = Statements.bind(request.statement(), request.parameters());
    return switch (statement) {
      case BoundStatement.Select select -> select(request, select);
      case BoundStatement.Exists ignored -> throw Statements.existsOutsideOfTransaction();
      case BoundStatement.Insert insert -> write(request, insert);
      case BoundStatement.Update update -> write(request, update);
      case BoundStatement.Delete delete -> write(request, delete);
    };
  }

  private CompletableFuture<ExecuteStatementResponse> select(
      ExecuteStatementRequest request, BoundStatement.Select select) {
    NextToken from =
        request.nextToken() == null
            ? NextToken.START
            : NextToken.decode(request.nextToken(), digest(request));
    TablePlan table = tables.require(select.source().table());
    boolean consistent = Boolean.TRUE.equals(request.consistentRead());
    SelectPlan plan = SelectPlan.of(select, table, consistent);
    int limit = request.limit() == null ? Integer.MAX_VALUE : request.limit();
    return reads.read(plan, limit, from).thenApply(page -> answer(request, plan, page));
  }

  private static Bytes digest(ExecuteStatementRequest request) {
    return new StatementDigest()
        .add(request.statement(), Statements.parametersOf(request.parameters()))
        .finish();
  }

  private static ExecuteStatementResponse answer(
      ExecuteStatementRequest request, SelectPlan plan, StatementReads.Page page) {
    NextToken next = page.next();
    return new ExecuteStatementResponse(
        page.items(),
        next == null ? null : next.encode(digest(request)),
        capacity(
            request,
            RangeReads.consumption(plan.shape(), page.scannedBytes(), page.fetchedBlocks())),
        next == null ? null : next.after());
  }

  private CompletableFuture<ExecuteStatementResponse> write(
      ExecuteStatementRequest request, BoundStatement statement) {
    if (request.nextToken() != null) {
      throw DynamoDbErrors.validation("NextToken does not match request");
    }
    return writes
        .run(statement, SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()))
        .thenApply(
            done ->
                new ExecuteStatementResponse(
                    done.shown() == null ? List.of() : List.of(done.shown()),
                    null,
                    capacity(
                        request,
                        Consumption.ofWrites(done.table())
                            .write(done.written().oldItem(), done.written().newItem())),
                    null));
  }

  private static @Nullable ConsumedCapacity capacity(
      ExecuteStatementRequest request, Consumption used) {
    return Reports.isWanted(request.returnConsumedCapacity())
        ? Reports.capacity(
            request.returnConsumedCapacity(), used.plan().name(), used, Reports.Kind.PLAIN)
        : null;
  }
}
