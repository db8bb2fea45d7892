package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.KeyCondition;
import io.cairndb.expressions.KeyPredicates;
import io.cairndb.expressions.Substitutions;
import io.cairndb.item.KeyEncoder;
import io.cairndb.item.TokenHash;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Read;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.SortRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@code Query}. */
final class QueryOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final RangeReads reads;
  private final ExpressionCompiler compiler;

  QueryOperation(TablePlans tables, RangeReads reads, ExpressionCompiler compiler) {
    this.tables = tables;
    this.reads = reads;
    this.compiler = compiler;
  }

  /** The expressions of a request, compiled as far as that goes without the table. */
  private record Compiled(KeyPredicates keys, ReadShape.Choice choice) {}

  @Override
  public String name() {
    return "Query";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    QueryRequest request = QueryRequest.parse(body);
    return read(request)
        .thenApply(
            read ->
                RangeReads.answer(
                    read.shape(),
                    request.tableName(),
                    request.returnConsumedCapacity(),
                    read.page()));
  }

  /** Reads a page. */
  CompletableFuture<RangeReads.PageOf> read(QueryRequest request) {
    Compiled compiled = compile(request);
    TablePlan table = tables.require(request.tableName());
    ReadShape shape = compiled.choice().on(table);
    if (request.exclusiveStartKey() != null) {
      StartKey.requireShape(shape, request.exclusiveStartKey(), true);
    }
    KeySchema keySchema = shape.index() == null ? table.key() : shape.index().index().key();
    KeyCondition keys = compiled.keys().forKey(keySchema);
    byte[] partitionKey = KeyEncoder.encode(keys.partition());
    SortRange sort = RangeReads.sortRange(keys);
    if (request.exclusiveStartKey() != null) {
      StartKey.requireWithin(shape, request.exclusiveStartKey(), partitionKey, sort);
    }
    compiled.choice().requireProjected(shape);
    requireFilterable(request, shape, keySchema);
    long token = TokenHash.of(partitionKey);
    Read.KeyRange range = new Read.KeyRange.OfCollection(token, partitionKey, sort);
    RangeReads.Page page =
        new RangeReads.Page(
            !Boolean.FALSE.equals(request.scanIndexForward()),
            request.exclusiveStartKey(),
            request.limit() == null ? Integer.MAX_VALUE : request.limit(),
            Read.RangeRead.PAGE_BYTES);
    CompletableFuture<Boolean> settled = reads.settled(shape);
    CompletableFuture<ShardResponse> response =
        settled.isDone()
            ? reads.send(shape, token, range, page)
            : settled.thenCompose(ignored -> reads.send(shape, token, range, page));
    return response.thenApply(answer -> new RangeReads.PageOf(shape, RangeReads.pageOf(answer)));
  }

  private Compiled compile(QueryRequest request) {
    Substitutions substitutions =
        Substitutions.checked(
            request.expressionAttributeNames(), request.expressionAttributeValues());
    ReadShape.Choice choice = ReadParameters.of(request).compile(compiler, substitutions);
    KeyPredicates keys = keys(request, substitutions);
    substitutions.requireAllUsed();
    choice.requireConsistent();
    return new Compiled(keys, choice);
  }

  private KeyPredicates keys(QueryRequest request, Substitutions substitutions) {
    if (request.keyConditionExpression() != null) {
      return compiler.keyPredicates(request.keyConditionExpression(), substitutions);
    }
    if (request.keyConditions() != null) {
      return LegacyParameters.keyConditions(request.keyConditions());
    }
    throw DynamoDbErrors.validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the"
            + " request.");
  }

  /** A filter is for what the key condition cannot say, on attributes that are there to be read. */
  private static void requireFilterable(
      QueryRequest request, ReadShape shape, KeySchema keySchema) {
    if (shape.filter().isEmpty()) {
      return;
    }
    Set<String> keyNames = new LinkedHashSet<>();
    keySchema.attributes().forEach(attribute -> keyNames.add(attribute.name()));
    Set<String> named = new LinkedHashSet<>();
    shape.filter().get().forEachPath(path -> named.add(path.root()));
    for (String name : named) {
      if (keyNames.contains(name)) {
        throw DynamoDbErrors.validation(
            (request.filterExpression() == null ? "QueryFilter" : "Filter Expression")
                + " can only contain non-primary key attributes: Primary key attribute: "
                + name);
      }
    }
    TablePlan.IndexPlan index = shape.index();
    if (index != null && index.projected() != null) {
      List<String> missing = new ArrayList<>(named);
      missing.removeAll(index.projected());
      if (!missing.isEmpty() && !shape.fetchFromTable()) {
        throw DynamoDbErrors.invalidParameter(
            "Secondary index "
                + index.index().name()
                + " does not project one or more filter attributes: ["
                + String.join(", ", missing)
                + "]");
      }
    }
  }
}
