package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.ConditionalWriteRequest;
import io.cairndb.dynamodb.wire.request.ReturnValue;
import io.cairndb.dynamodb.wire.request.ReturnValuesOnConditionCheckFailure;
import io.cairndb.dynamodb.wire.response.ConsumedCapacity;
import io.cairndb.dynamodb.wire.response.ItemCollectionMetrics;
import io.cairndb.dynamodb.wire.response.WriteItemResponse;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.expressions.Substitutions;
import io.cairndb.item.Item;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.shard.CommandResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What PutItem, UpdateItem and DeleteItem have in common. Thread-safe. */
final class SingleWrites {
  static final int MAX_ITEM_BYTES = 400 * 1024;

  private final TablePlans tables;
  private final ItemAccess items;
  private final ExpressionCompiler compiler;

  SingleWrites(TablePlans tables, ItemAccess items, ExpressionCompiler compiler) {
    this.tables = tables;
    this.items = items;
    this.compiler = compiler;
  }

  TablePlans tables() {
    return tables;
  }

  ExpressionCompiler compiler() {
    return compiler;
  }

  /** The condition of a write that has no other expressions. */
  Optional<Condition> condition(ConditionalWriteRequest request) {
    if (request.conditionExpression() == null
        && request.expected() == null
        && request.conditionalOperator() == null) {
      return Optional.empty();
    }
    return counted(
        () -> {
          Substitutions substitutions =
              Substitutions.checked(
                  request.expressionAttributeNames(), request.expressionAttributeValues());
          Optional<Condition> condition = condition(request, substitutions);
          substitutions.requireAllUsed();
          return condition;
        });
  }

  /** The condition of a write, from either kind of parameter. */
  Optional<Condition> condition(ConditionalWriteRequest request, Substitutions substitutions) {
    String expression = request.conditionExpression();
    return expression == null
        ? LegacyParameters.expected(request.expected(), request.conditionalOperator())
        : Optional.of(compiler.condition(ExpressionKind.CONDITION, expression, substitutions));
  }

  /** Compiles expressions; these operations count a fault in one like a violated constraint. */
  static <T> T counted(Supplier<T> compilation) {
    try {
      return compilation.get();
    } catch (InvalidExpressionException fault) {
      throw DynamoDbErrors.countedValidation(String.valueOf(fault.getMessage()));
    }
  }

  static boolean wantsOld(@Nullable ReturnValuesOnConditionCheckFailure onFailure) {
    return onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD;
  }

  /** Whether anything in the answer depends on the item before or after. */
  static boolean wantsImages(ConditionalWriteRequest request) {
    return Reports.isWanted(request.returnConsumedCapacity())
        || (request.returnValues() != null && request.returnValues() != ReturnValue.NONE);
  }

  /** Refuses an item that could not be stored whatever the table. */
  static void requireItemSize(Item item) {
    if (item.sizeInBytes() > MAX_ITEM_BYTES) {
      throw DynamoDbErrors.validation("Item size has exceeded the maximum allowed size");
    }
  }

  /** Refuses values that an index of the table cannot take, before anything is sent. */
  static void requireIndexable(TablePlan table, Item item) {
    if (!table.indexes().isEmpty()) {
      IndexEntries.requireIndexable(table.schema(), item);
    }
  }

  /**
   * Sends the write and answers with what was asked for.
   *
   * @param keyed an item that has the key attributes
   * @param json writes the answer
   */
  CompletableFuture<WireBuffer> run(
      ItemAccess.Write write, ConditionalWriteRequest request, Item keyed, JsonWriter json) {
    return items
        .write(write)
        .thenApply(response -> answer(write, request, keyed, ItemAccess.writtenOf(response), json));
  }

  private static WireBuffer answer(
      ItemAccess.Write write,
      ConditionalWriteRequest request,
      Item keyed,
      CommandResult.Written written,
      JsonWriter json) {
    Item attributes = attributes(request.returnValues(), written);
    ConsumedCapacity capacity = null;
    if (Reports.isWanted(request.returnConsumedCapacity())) {
      capacity =
          Reports.capacity(
              request.returnConsumedCapacity(),
              request.tableName(),
              Consumption.ofWrites(write.table()).write(written.oldItem(), written.newItem()),
              Reports.Kind.PLAIN);
    }
    ItemCollectionMetrics collection =
        Reports.isWanted(request.returnItemCollectionMetrics())
            ? Reports.collection(write.table(), keyed)
            : null;
    return new WriteItemResponse(attributes, capacity, collection).toBuffer(json);
  }

  private static @Nullable Item attributes(
      @Nullable ReturnValue wanted, CommandResult.Written written) {
    return switch (wanted) {
      case null -> null;
      case NONE -> null;
      case ALL_OLD -> written.oldItem();
      case ALL_NEW -> written.newItem();
      case UPDATED_OLD -> touched(written, written.oldItem());
      case UPDATED_NEW -> touched(written, written.newItem());
    };
  }

  /** The parts an update touched, as they are in {@code image}; null when there are none. */
  private static @Nullable Item touched(CommandResult.Written written, @Nullable Item image) {
    if (image == null || written.touched().isEmpty()) {
      return null;
    }
    Item parts = new ProjectionList(written.touched()).apply(image);
    return parts.isEmpty() ? null : parts;
  }
}
