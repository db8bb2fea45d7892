package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.BatchExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.BatchStatementRequest;
import io.cairndb.dynamodb.wire.request.ExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.request.ParameterizedStatement;
import io.cairndb.dynamodb.wire.response.BatchExecuteStatementResponse;
import io.cairndb.dynamodb.wire.response.BatchStatementError;
import io.cairndb.dynamodb.wire.response.BatchStatementResponse;
import io.cairndb.dynamodb.wire.response.ExecuteStatementResponse;
import io.cairndb.item.AttributeValue;
import io.cairndb.router.core.items.CompoundCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** PartiQL: one statement, several each for itself, or several all or none. Thread-safe. */
final class StatementResource {
  private static final int BATCH_MAX = 25;
  private static final int STATEMENT_MAX = 8192;

  private final CompoundCalls calls;
  private final Executor blocking;

  StatementResource(CompoundCalls calls, Executor blocking) {
    this.calls = calls;
    this.blocking = blocking;
  }

  List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/v1/sql", this::execute),
        Route.blocking("POST", "/v1/sql/batch", this::executeEach),
        Route.blocking("POST", "/v1/sql/transaction", this::executeTogether));
  }

  private CompletableFuture<Reply> execute(Call call) {
    call.requireOnly(Set.of());
    Members body =
        call.envelope(Set.of("statement", "parameters", "consistent", "limit", "cursor"));
    String statement = statement(body);
    List<AttributeValue> parameters = parameters(body);
    Boolean consistent = body.bool("consistent");
    Integer limit = body.positive("limit");
    if (limit != null && limit > RangeResource.LIMIT_MAX) {
      throw ProblemException.invalid("limit is at most " + RangeResource.LIMIT_MAX + ".");
    }
    PagedReply.Pages pages =
        cursor -> {
          ExecuteStatementResponse done =
              calls
                  .execute(
                      new ExecuteStatementRequest(
                          statement,
                          parameters,
                          consistent,
                          cursor,
                          null,
                          limit,
                          TransactionResource.onFailure(call)))
                  .join();
          return new PagedReply.Page(done.items(), PagedReply.NOT_COUNTED, done.nextToken());
        };
    return new PagedReply(blocking).to(call, pages, body.string("cursor"));
  }

  private static String statement(Members from) {
    String statement = from.requireString("statement");
    if (statement.isEmpty() || statement.length() > STATEMENT_MAX) {
      throw ProblemException.invalid("A statement has 1 to " + STATEMENT_MAX + " characters.");
    }
    return statement;
  }

  private static @Nullable List<AttributeValue> parameters(Members from) {
    List<AttributeValue> raw = from.list("parameters");
    return raw.isEmpty() ? null : raw.stream().map(Documents::interpret).toList();
  }

  private CompletableFuture<Reply> executeEach(Call call) {
    call.requireOnly(Set.of());
    List<BatchStatementRequest> statements = new ArrayList<>();
    for (Members one : call.envelope(Set.of("statements")).objects("statements", 1, BATCH_MAX)) {
      one.requireOnly(Set.of("statement", "parameters", "consistent"));
      statements.add(
          new BatchStatementRequest(
              statement(one),
              parameters(one),
              null,
              one.bool("consistent"),
              TransactionResource.onFailure(call)));
    }
    return calls
        .executeEach(new BatchExecuteStatementRequest(statements, null))
        .thenApply(StatementResource::results);
  }

  private static Reply results(BatchExecuteStatementResponse done) {
    JsonWriter json = Reply.writer().beginObject().member("results").beginArray();
    done.responses().forEach(result -> write(json, result));
    return Reply.json(200, json.endArray().endObject());
  }

  private static void write(JsonWriter json, BatchStatementResponse result) {
    json.beginObject();
    if (result.tableName() != null) {
      json.member("table").string(result.tableName());
    }
    if (result.item() != null) {
      Documents.write(json.member("item"), result.item());
    }
    BatchStatementError error = result.error();
    if (error != null) {
      json.member("error").beginObject().member("code").string(error.code());
      if (error.message() != null) {
        json.member("detail").string(error.message());
      }
      if (error.item() != null) {
        Documents.write(json.member("item"), error.item());
      }
      json.endObject();
    }
    json.endObject();
  }

  private CompletableFuture<Reply> executeTogether(Call call) {
    call.requireOnly(Set.of());
    List<ParameterizedStatement> statements = new ArrayList<>();
    Members body = call.envelope(Set.of("statements"));
    for (Members one : body.objects("statements", 1, TransactionResource.ACTIONS_MAX)) {
      one.requireOnly(Set.of("statement", "parameters"));
      statements.add(
          new ParameterizedStatement(
              statement(one), parameters(one), TransactionResource.onFailure(call)));
    }
    return calls
        .executeTogether(
            new ExecuteTransactionRequest(
                statements, TransactionResource.idempotencyKey(call), null))
        .thenApply(done -> TransactionResource.items(done.responses()));
  }
}
