package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.UpdateItemRequest;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateAction;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.Mutation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code UpdateItem}. */
final class UpdateItemOperation implements DynamoDbOperation {
  private final SingleWrites writes;

  UpdateItemOperation(SingleWrites writes) {
    this.writes = writes;
  }

  @Override
  public String name() {
    return "UpdateItem";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    UpdateItemRequest request = UpdateItemRequest.parse(body);
    Substitutions substitutions =
        Substitutions.checked(
            request.expressionAttributeNames(), request.expressionAttributeValues());
    UpdateProgram program = program(request, substitutions);
    Optional<Condition> condition =
        writes.condition(
            request.conditionExpression(),
            substitutions,
            request.expected(),
            request.conditionalOperator());
    substitutions.requireAllUsed();
    TablePlan table = writes.tables().require(request.tableName());
    ItemKey key = KeyRules.requireKey(table.key(), request.key());
    String problem = problemOf(table, program);
    if (problem != null) {
      throw DynamoDbErrors.validation(problem);
    }
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            new Mutation.Update(program, request.key()),
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

  private UpdateProgram program(UpdateItemRequest request, Substitutions substitutions) {
    if (request.updateExpression() != null) {
      return writes.compiler().update(request.updateExpression(), substitutions);
    }
    return request.attributeUpdates() == null
        ? UpdateProgram.EMPTY
        : LegacyParameters.updates(request.attributeUpdates());
  }

  /** What DynamoDB says of an update that touches the key; null when it does not. */
  static @Nullable String problemOf(TablePlan table, UpdateProgram program) {
    for (UpdateAction action : program.actions()) {
      String name = action.path().root();
      if (table.keyNames().contains(name)) {
        return "One or more parameter values were invalid: Cannot update attribute "
            + name
            + ". This attribute is part of the key";
      }
    }
    return null;
  }
}
