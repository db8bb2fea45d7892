package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.GetItemRequest;
import io.cairndb.dynamodb.wire.response.ConsumedCapacity;
import io.cairndb.dynamodb.wire.response.GetItemResponse;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.expressions.Substitutions;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.ShardResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code GetItem}. */
final class GetItemOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemAccess items;
  private final ExpressionCompiler compiler;

  GetItemOperation(TablePlans tables, ItemAccess items, ExpressionCompiler compiler) {
    this.tables = tables;
    this.items = items;
    this.compiler = compiler;
  }

  @Override
  public String name() {
    return "GetItem";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return handle(body, body.length, context);
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, int length, RequestContext context) {
    GetItemRequest request = GetItemRequest.parse(body, length);
    Optional<ProjectionList> projection =
        projection(
            compiler,
            request.projectionExpression(),
            request.attributesToGet(),
            request.expressionAttributeNames());
    TablePlan table = tables.require(request.tableName());
    ItemKey key = ItemKeyRules.requireKey(table.key(), request.key());
    return items
        .get(table, key, context.item())
        .thenApply(response -> answer(request, table, projection, response, context.answer()));
  }

  /** What a read keeps of each item; empty when it keeps everything. */
  static Optional<ProjectionList> projection(
      ExpressionCompiler compiler,
      @Nullable String expression,
      @Nullable List<String> attributesToGet,
      @Nullable Map<String, String> names) {
    if (expression == null) {
      return LegacyParameters.attributesToGet(attributesToGet);
    }
    Substitutions substitutions = Substitutions.checked(names, null);
    ProjectionList projection = compiler.projection(expression, substitutions);
    substitutions.requireAllUsed();
    return Optional.of(projection);
  }

  private static WireBuffer answer(
      GetItemRequest request,
      TablePlan table,
      Optional<ProjectionList> projection,
      ShardResponse response,
      JsonWriter json) {
    Item item = ItemAccess.itemOf(response);
    Item shown = item == null || projection.isEmpty() ? item : projection.get().apply(item);
    ConsumedCapacity capacity = null;
    if (Reports.isWanted(request.returnConsumedCapacity())) {
      boolean consistent = Boolean.TRUE.equals(request.consistentRead());
      capacity =
          Reports.capacity(
              request.returnConsumedCapacity(),
              request.tableName(),
              Consumption.ofReads(table, consistent).readItem(item),
              Reports.Kind.PLAIN);
    }
    return new GetItemResponse(shown, capacity).toBuffer(json);
  }
}
