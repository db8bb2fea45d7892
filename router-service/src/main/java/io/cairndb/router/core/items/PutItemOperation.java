package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.PutItemRequest;
import io.cairndb.expressions.Condition;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Mutation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code PutItem}. */
final class PutItemOperation implements DynamoDbOperation {
  private final SingleWrites writes;

  PutItemOperation(SingleWrites writes) {
    this.writes = writes;
  }

  @Override
  public String name() {
    return "PutItem";
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
    PutItemRequest request = PutItemRequest.parse(body, length);
    SingleWrites.requireItemSize(request.item());
    Optional<Condition> condition = writes.condition(request);
    TablePlan table = writes.tables().require(request.tableName());
    ItemKey key = ItemKeyRules.requireItemKey(table.key(), request.item());
    SingleWrites.requireIndexable(table, request.item());
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            new Mutation.Put(request.item()),
            condition,
            SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()),
            SingleWrites.wantsImages(request));
    return writes.run(write, request, request.item(), context.answer());
  }
}
