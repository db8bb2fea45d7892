package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.error.ErrorType;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code BatchExecuteStatement}: reads or writes of single items, each for itself. Statements that
 * name an item of their own, and only those, may be in one batch; what else is wrong with one does
 * not keep the others from running.
 */
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

  /** The item that a statement is about. */
  private record Target(UUID tableId, ItemKey key) {}

  /**
   * What is to be done for a statement.
   *
   * @param table as the statement names it; null when it could not be read
   * @param target empty when the statement does not name one item
   * @param action starts it; throws what is known to be wrong already
   */
  private record Task(
      @Nullable String table,
      Optional<Target> target,
      Supplier<CompletableFuture<Outcome>> action) {}

  /** What came of a statement. */
  private record Outcome(@Nullable Item item, Consumption used) {}

  @Override
  public String name() {
    return "BatchExecuteStatement";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return run(BatchExecuteStatementRequest.parse(body))
        .thenApply(response -> response.toBuffer(context.answer()));
  }

  /** Runs the statements. */
  CompletableFuture<BatchExecuteStatementResponse> run(BatchExecuteStatementRequest request) {
    List<Member> members = request.statements().stream().map(this::bind).toList();
    requireOneKind(members);
    List<Task> tasks = members.stream().map(this::plan).toList();
    requireDistinct(tasks);
    List<CompletableFuture<Outcome>> running = tasks.stream().map(this::start).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
        .handle((ignored, failure) -> answer(request, tasks, running));
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

  private static void requireDistinct(List<Task> tasks) {
    Set<Target> seen = new HashSet<>();
    for (Task task : tasks) {
      if (task.target().isPresent() && !seen.add(task.target().get())) {
        throw DynamoDbErrors.validation("Provided list of item keys contains duplicates");
      }
    }
  }

  private Task plan(Member member) {
    String table = member.statement() == null ? null : member.statement().source().table();
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
      return new Task(table, Optional.empty(), () -> CompletableFuture.failedFuture(fault));
    }
  }

  private Task read(BatchStatementRequest request, BoundStatement.Select select) {
    TablePlan table = tables.require(select.source().table());
    Optional<KeyEquality> named = KeyEquality.of(table.key(), select.where());
    return new Task(
        select.source().table(),
        named.flatMap(found -> target(table, Item.of(found.key()))),
        () -> read(table, named, request, select));
  }

  private CompletableFuture<Outcome> read(
      TablePlan table,
      Optional<KeyEquality> named,
      BatchStatementRequest request,
      BoundStatement.Select select) {
    KeyEquality only =
        named
            .filter(found -> found.rest().isEmpty() && select.source().index().isEmpty())
            .orElseThrow(
                () ->
                    DynamoDbErrors.validation(
                        "Select statements within BatchExecuteStatement must specify the primary"
                            + " key in the where clause."));
    SelectColumns columns = new SelectColumns(select.columns());
    ItemKey key = ItemKeyRules.requireKey(table.key(), Item.of(only.key()));
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

  private Task write(BatchStatementRequest request, BoundStatement statement) {
    StatementWrites.Intent intent = writes.intent(statement);
    boolean wantOld = SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure());
    return new Task(
        statement.source().table(),
        target(intent.table(), intent.keyed()),
        () ->
            writes
                .run(statement, intent, wantOld)
                .thenApply(
                    done ->
                        new Outcome(
                            done.shown(),
                            Consumption.ofWrites(done.table())
                                .write(done.written().oldItem(), done.written().newItem()))));
  }

  private static Optional<Target> target(TablePlan table, Item keyed) {
    return Optional.ofNullable(ItemKeyRules.find(table.key(), keyed))
        .map(key -> new Target(table.tableId(), key));
  }

  /** Starts a statement; what goes wrong is in the future. */
  private CompletableFuture<Outcome> start(Task task) {
    try {
      return task.action().get();
    } catch (RuntimeException fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private static BatchExecuteStatementResponse answer(
      BatchExecuteStatementRequest request,
      List<Task> tasks,
      List<CompletableFuture<Outcome>> ended) {
    Map<String, Consumption> used = new LinkedHashMap<>();
    List<BatchStatementResponse> responses = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      responses.add(respond(tasks.get(i), ended.get(i), used));
    }
    return new BatchExecuteStatementResponse(
        responses, Reports.capacities(request.returnConsumedCapacity(), used, Reports.Kind.PLAIN));
  }

  /** Only statements that were run name their table, whatever came of them. */
  private static BatchStatementResponse respond(
      Task task, CompletableFuture<Outcome> ended, Map<String, Consumption> used) {
    try {
      Outcome outcome = ended.join();
      used.merge(outcome.used().plan().name(), outcome.used(), Consumption::plus);
      return new BatchStatementResponse(null, task.table(), outcome.item());
    } catch (RuntimeException failure) {
      DynamoDbException fault = Failures.foreseen(failure);
      if (fault == null) {
        throw failure;
      }
      String table = fault.type() == ErrorType.VALIDATION ? null : task.table();
      return new BatchStatementResponse(BatchStatementError.of(fault), table, null);
    }
  }
}
