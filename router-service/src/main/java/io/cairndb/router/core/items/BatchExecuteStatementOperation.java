package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.BatchExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.BatchStatementRequest;
import io.cairndb.dynamodb.wire.response.BatchExecuteStatementResponse;
import io.cairndb.dynamodb.wire.response.BatchStatementError;
import io.cairndb.dynamodb.wire.response.BatchStatementResponse;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.Failures;
import io.cairndb.router.core.RequestContext;
import io.cairndb.router.core.partiql.KeyEquality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code BatchExecuteStatement}: reads or writes of single items, each for itself. */
final class BatchExecuteStatementOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemAccess items;
  private final StatementWrites writes;

  BatchExecuteStatementOperation(TablePlans tables, ItemAccess items, StatementWrites writes) {
    this.tables = tables;
    this.items = items;
    this.writes = writes;
  }

  /** One statement, as far as it could be read. */
  private record Member(
      BatchStatementRequest request,
      @Nullable BoundStatement statement,
      @Nullable DynamoDbException fault) {}

  /** What came of a statement. */
  private record Outcome(@Nullable Item item, Consumption used) {}

  @Override
  public String name() {
    return "BatchExecuteStatement";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return CompletableFuture.completedFuture(
        run(BatchExecuteStatementRequest.parse(body)).toBuffer());
  }

  /** Runs the statements; waits for them. */
  BatchExecuteStatementResponse run(BatchExecuteStatementRequest request) {
    List<Member> members = request.statements().stream().map(this::bind).toList();
    requireOneKind(members);
    List<CompletableFuture<Outcome>> running = members.stream().map(this::start).toList();
    Map<String, Consumption> used = new LinkedHashMap<>();
    List<BatchStatementResponse> responses = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      responses.add(respond(members.get(i), running.get(i), used));
    }
    return new BatchExecuteStatementResponse(
        responses, Reports.capacities(request.returnConsumedCapacity(), used, Reports.Kind.PLAIN));
  }

  private Member bind(BatchStatementRequest request) {
    try {
      if (request.parameterProblem() != null) {
        throw DynamoDbErrors.validation(request.parameterProblem());
      }
      return new Member(request, Statements.bind(request.statement(), request.parameters()), null);
    } catch (DynamoDbException fault) {
      return new Member(request, null, fault);
    }
  }

  private static void requireOneKind(List<Member> members) {
    boolean reads = false;
    boolean writes = false;
    for (Member member : members) {
      BoundStatement statement = member.statement();
      if (statement != null) {
        reads |= !Statements.writes(statement);
        writes |= Statements.writes(statement);
      }
    }
    if (reads && writes) {
      throw DynamoDbErrors.validation(
          "Read and write requests together in the same batch is not supported.");
    }
  }

  /** Starts a statement; what goes wrong is in the future. */
  private CompletableFuture<Outcome> start(Member member) {
    try {
      if (member.fault() != null) {
        throw member.fault();
      }
      return switch (member.statement()) {
        case null -> throw new IllegalStateException("neither a statement nor a fault");
        case BoundStatement.Select select -> read(member.request(), select);
        case BoundStatement.Exists ignored -> throw Statements.existsOutsideOfTransaction();
        case BoundStatement.Insert insert -> write(member.request(), insert);
        case BoundStatement.Update update -> write(member.request(), update);
        case BoundStatement.Delete delete -> write(member.request(), delete);
      };
    } catch (RuntimeException fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private CompletableFuture<Outcome> read(
      BatchStatementRequest request, BoundStatement.Select select) {
    TablePlan table = tables.require(select.source().table());
    KeyEquality target =
        KeyEquality.of(table.key(), select.where())
            .filter(found -> found.rest().isEmpty() && select.source().index().isEmpty())
            .orElseThrow(
                () ->
                    DynamoDbErrors.validation(
                        "Select statements within BatchExecuteStatement must specify the primary"
                            + " key in the where clause."));
    SelectColumns columns = new SelectColumns(select.columns());
    ItemKey key = ItemKeyRules.requireKey(table.key(), Item.of(target.key()));
    boolean consistent = Boolean.TRUE.equals(request.consistentRead());
    return items
        .get(table, key)
        .thenApply(
            response -> {
              Item item = ItemAccess.itemOf(response);
              return new Outcome(
                  item == null ? null : columns.of(item),
                  Consumption.ofReads(table, consistent).readItem(item));
            });
  }

  private CompletableFuture<Outcome> write(
      BatchStatementRequest request, BoundStatement statement) {
    return writes
        .run(statement, SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()))
        .thenApply(
            done ->
                new Outcome(
                    done.shown(),
                    Consumption.ofWrites(done.table())
                        .write(done.written().oldItem(), done.written().newItem())));
  }

  private static BatchStatementResponse respond(
      Member member, CompletableFuture<Outcome> running, Map<String, Consumption> used) {
    String table = member.statement() == null ? null : member.statement().source().table();
    try {
      Outcome outcome = running.join();
      used.merge(outcome.used().plan().name(), outcome.used(), Consumption::plus);
      return new BatchStatementResponse(null, table, outcome.item());
    } catch (RuntimeException failure) {
      DynamoDbException fault = Failures.foreseen(failure);
      if (fault == null) {
        throw failure;
      }
      return new BatchStatementResponse(BatchStatementError.of(fault), table, null);
    }
  }
}
