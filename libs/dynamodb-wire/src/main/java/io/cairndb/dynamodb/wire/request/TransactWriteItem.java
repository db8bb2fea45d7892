package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One action of a writing transaction. */
public sealed interface TransactWriteItem {

  String tableName();

  @Nullable String conditionExpression();

  @Nullable Map<String, String> expressionAttributeNames();

  @Nullable Map<String, AttributeValue> expressionAttributeValues();

  @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure();

  /** Changes nothing, but the transaction fails unless the condition holds. */
  record ConditionCheck(
      Item key,
      String tableName,
      String conditionExpression,
      @Nullable Map<String, String> expressionAttributeNames,
      @Nullable Map<String, AttributeValue> expressionAttributeValues,
      @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
      implements TransactWriteItem {}

  /** Puts an item. */
  record Put(
      Item item,
      String tableName,
      @Nullable String conditionExpression,
      @Nullable Map<String, String> expressionAttributeNames,
      @Nullable Map<String, AttributeValue> expressionAttributeValues,
      @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
      implements TransactWriteItem {}

  /** Deletes the item with a key. */
  record Delete(
      Item key,
      String tableName,
      @Nullable String conditionExpression,
      @Nullable Map<String, String> expressionAttributeNames,
      @Nullable Map<String, AttributeValue> expressionAttributeValues,
      @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
      implements TransactWriteItem {}

  /** Changes the item with a key. */
  record Update(
      Item key,
      String updateExpression,
      String tableName,
      @Nullable String conditionExpression,
      @Nullable Map<String, String> expressionAttributeNames,
      @Nullable Map<String, AttributeValue> expressionAttributeValues,
      @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
      implements TransactWriteItem {}
}
