package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a {@link ConditionalWriteRequest} while it is read. Each request lists its members
 * itself, as DynamoDB checks those of each in another order. Confined to one reading.
 */
final class ConditionalWriteMembers {
  @Nullable String tableName;
  @Nullable Map<String, ExpectedAttributeValue> expected;
  @Nullable ConditionalOperator conditionalOperator;
  @Nullable String conditionExpression;
  @Nullable Map<String, String> expressionAttributeNames;
  @Nullable Map<String, AttributeValue> expressionAttributeValues;
  @Nullable ReturnValue returnValues;
  @Nullable ReturnConsumedCapacity returnConsumedCapacity;
  @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics;
  @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure;

  /** Reads the value of the member called {@code name}. */
  void read(String name, RequestReader in) {
    switch (name) {
      case "TableName" -> tableName = in.table();
      case "Expected" -> expected = in.map(ExpectedAttributeValue.SHAPE);
      case "ConditionalOperator" ->
          conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
      case "ConditionExpression" -> conditionExpression = in.string();
      case "ExpressionAttributeNames" -> expressionAttributeNames = in.attributeNames();
      case "ExpressionAttributeValues" -> expressionAttributeValues = in.attributeValues();
      case "ReturnValues" -> returnValues = in.enumeration(Enums.RETURN_VALUE);
      case "ReturnConsumedCapacity" ->
          returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
      case "ReturnItemCollectionMetrics" ->
          returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
      case "ReturnValuesOnConditionCheckFailure" ->
          returnValuesOnConditionCheckFailure =
              in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
      default -> throw new IllegalStateException("no member " + name);
    }
  }
}
