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

  /** The expressions of a request, or the parameters they replaced. */
  private record Compiled(UpdateProgram program, Optional<Condition> condition) {}

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
    return handle(body, body.length, context);
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, int length, RequestContext context) {
    UpdateItemRequest request = UpdateItemRequest.parse(body, length);
    Compiled compiled = SingleWrites.counted(() -> compile(request));
    TablePlan table = writes.tables().require(request.tableName());
    ItemKey key = ItemKeyRules.requireKey(table.key(), request.key());
    String problem = problemOf(table, compiled.program());
    if (problem != null) {
      throw DynamoDbErrors.validation(problem);
    }
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            new Mutation.Update(compiled.program(), request.key()),
            compiled.condition(),
            SingleWrites.wantsOld(request.returnValuesOnConditionCheckFailure()),
            SingleWrites.wantsImages(request));
    return writes.run(write, request, request.key(), context.answer());
  }

  private Compiled compile(UpdateItemRequest request) {
    Substitutions substitutions =
        Substitutions.checked(
            request.expressionAttributeNames(), request.expressionAttributeValues());
    UpdateProgram program = program(request, substitutions);
    Optional<Condition> condition = writes.condition(request, substitutions);
    substitutions.requireAllUsed();
    return new Compiled(program, condition);
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
        return DynamoDbErrors.INVALID_PARAMETER
            + "Cannot update attribute "
            + name
            + ". This attribute is part of the key";
      }
    }
    return null;
  }
}
