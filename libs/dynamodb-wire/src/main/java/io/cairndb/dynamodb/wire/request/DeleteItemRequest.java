package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes one item by its key. */
public record DeleteItemRequest(
    String tableName,
    Item key,
    @Nullable Map<String, ExpectedAttributeValue> expected,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable ReturnValue returnValues,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics,
    @Nullable String conditionExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable Map<String, AttributeValue> expressionAttributeValues,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "DeleteItemInput",
              "ReturnConsumedCapacity",
              "TableName",
              "ReturnValues",
              "ReturnItemCollectionMetrics",
              "Key",
              "ConditionalOperator",
              "ReturnValuesOnConditionCheckFailure",
              "Expected",
              "ConditionExpression",
              "ExpressionAttributeNames",
              "ExpressionAttributeValues")
          .wording(Members.Wording.COUNTED)
          .named("TableName", "ReturnValues", "ConditionalOperator")
          .required("TableName", "Key")
          .legacy("Expected")
          .expressions("ConditionExpression");

  public static DeleteItemRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    Item key = null;
    Map<String, ExpectedAttributeValue> expected = null;
    ConditionalOperator conditionalOperator = null;
    ReturnValue returnValues = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = null;
    String conditionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    Map<String, AttributeValue> expressionAttributeValues = null;
    ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 -> tableName = in.table();
        case 2 -> returnValues = in.enumeration(Enums.RETURN_VALUE);
        case 3 ->
            returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
        case 4 -> key = in.item();
        case 5 -> conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
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
    return new DeleteItemRequest(
        RequestReader.present(tableName),
        RequestReader.present(key),
        expected,
        conditionalOperator,
        returnValues,
        returnConsumedCapacity,
        returnItemCollectionMetrics,
        conditionExpression,
        expressionAttributeNames,
        expressionAttributeValues,
        returnValuesOnConditionCheckFailure);
  }
}
