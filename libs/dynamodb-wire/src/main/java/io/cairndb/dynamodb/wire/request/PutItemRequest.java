package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates an item or replaces the one with the same key. */
public record PutItemRequest(
    String tableName,
    Item item,
    @Nullable Map<String, ExpectedAttributeValue> expected,
    @Nullable ReturnValue returnValues,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable String conditionExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable Map<String, AttributeValue> expressionAttributeValues,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "PutItemInput",
              "ReturnConsumedCapacity",
              "TableName",
              "Item",
              "ConditionalOperator",
              "ReturnValues",
              "ReturnItemCollectionMetrics",
              "ReturnValuesOnConditionCheckFailure",
              "Expected",
              "ConditionExpression",
              "ExpressionAttributeNames",
              "ExpressionAttributeValues")
          .wording(Members.Wording.COUNTED)
          .named("TableName", "ReturnValues", "ConditionalOperator")
          .required("TableName", "Item")
          .legacy("Expected")
          .expressions("ConditionExpression");

  public static PutItemRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    Item item = null;
    Map<String, ExpectedAttributeValue> expected = null;
    ReturnValue returnValues = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = null;
    ConditionalOperator conditionalOperator = null;
    String conditionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    Map<String, AttributeValue> expressionAttributeValues = null;
    ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 -> tableName = in.table();
        case 2 -> item = in.item();
        case 3 -> conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
        case 4 -> returnValues = in.enumeration(Enums.RETURN_VALUE);
        case 5 ->
            returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
        case 6 ->
            returnValuesOnConditionCheckFailure =
                in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        case 7 -> expected = in.map(ExpectedAttributeValue.SHAPE);
        case 8 -> conditionExpression = in.string();
        case 9 -> expressionAttributeNames = in.attributeNames();
        case 10 -> expressionAttributeValues = in.attributeValues();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.requireOldValuesOnly(returnValues);
    in.finish();
    return new PutItemRequest(
        RequestReader.present(tableName),
        RequestReader.present(item),
        expected,
        returnValues,
        returnConsumedCapacity,
        returnItemCollectionMetrics,
        conditionalOperator,
        conditionExpression,
        expressionAttributeNames,
        expressionAttributeValues,
        returnValuesOnConditionCheckFailure);
  }
}
