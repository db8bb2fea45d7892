package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.DeleteItemRequest;
import io.cairndb.dynamodb.wire.request.ReturnValue;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.Substitutions;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Mutation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
    DeleteItemRequest request = DeleteItemRequest.parse(body);
    requireReturnable(request.returnValues());
    Substitutions substitutions =
        Substitutions.checked(
            request.expressionAttributeNames(), request.expressionAttributeValues());
    Optional<Condition> condition =
        writes.condition(
            request.conditionExpression(),
            substitutions,
            request.expected(),
            request.conditionalOperator());
    substitutions.requireAllUsed();
    TablePlan table = writes.tables().require(request.tableName());
    ItemKey key = KeyRules.requireKey(table.key(), request.key());
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            new Mutation.Delete(),
            condition,
            SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()));
    SingleWrites.Wanted wanted =
        new SingleWrites.Wanted(
            request.tableName(),
            request.returnValues(),
            request.returnConsumedCapacity(),
            request.returnItemCollectionMetrics());
    return writes.run(write, wanted, request.key());
  }

  /** Nothing is left to show of a deleted item but what it was. */
  private static void requireReturnable(@Nullable ReturnValue values) {
    if (values != null && values != ReturnValue.NONE && values != ReturnValue.ALL_OLD) {
      throw DynamoDbErrors.validation("ReturnValues can only be ALL_OLD or NONE");
    }
  }
}
