package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.DeleteItemRequest;
import io.cairndb.expressions.Condition;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Mutation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code DeleteItem}. */
final class DeleteItemOperation implements DynamoDbOperation {
  private final SingleWrites writes;

  DeleteItemOperation(SingleWrites writes) {
    this.writes = writes;
  }

  @Override
  public String name() {
    return "DeleteItem";
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
    DeleteItemRequest request = DeleteItemRequest.parse(body, length);
    Optional<Condition> condition = writes.condition(request);
    TablePlan table = writes.tables().require(request.tableName());
    ItemKey key = ItemKeyRules.requireKey(table.key(), request.key());
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            new Mutation.Delete(),
            condition,
            SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()),
            SingleWrites.wantsImages(request));
    return writes.run(write, request, request.key(), context.answer());
  }
}
