package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes attributes of one item, creating it if need be. */
public record UpdateItemRequest(
    String tableName,
    Item key,
    @Nullable Map<String, AttributeValueUpdate> attributeUpdates,
    @Nullable Map<String, ExpectedAttributeValue> expected,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable ReturnValue returnValues,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics,
    @Nullable String updateExpression,
    @Nullable String conditionExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable Map<String, AttributeValue> expressionAttributeValues,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "UpdateItemInput",
              "ReturnConsumedCapacity",
              "TableName",
              "ReturnItemCollectionMetrics",
              "ReturnValues",
              "ConditionalOperator",
              "Key",
              "ReturnValuesOnConditionCheckFailure",
              "Expected",
              "AttributeUpdates",
              "UpdateExpression",
              "ConditionExpression",
              "ExpressionAttributeNames",
              "ExpressionAttributeValues")
          .wording(Members.Wording.COUNTED)
          .named("TableName", "ReturnValues", "ConditionalOperator")
          .required("TableName", "Key")
          .legacy("AttributeUpdates", "Expected")
          .expressions("UpdateExpression", "ConditionExpression");

  public static UpdateItemRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    Item key = null;
    Map<String, AttributeValueUpdate> attributeUpdates = null;
    Map<String, ExpectedAttributeValue> expected = null;
    ConditionalOperator conditionalOperator = null;
    ReturnValue returnValues = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = null;
    String updateExpression = null;
    String conditionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    Map<String, AttributeValue> expressionAttributeValues = null;
    ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 -> tableName = in.table();
        case 2 ->
            returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
        case 3 -> returnValues = in.decisiveEnumeration(Enums.RETURN_VALUE);
        case 4 -> conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
        case 5 -> key = in.item();
        case 6 ->
            returnValuesOnConditionCheckFailure =
                in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        case 7 -> expected = in.map(ExpectedAttributeValue.SHAPE);
        case 8 -> attributeUpdates = in.map(AttributeValueUpdate.SHAPE);
        case 9 -> updateExpression = in.string();
        case 10 -> conditionExpression = in.string();
        case 11 -> expressionAttributeNames = in.attributeNames();
        case 12 -> expressionAttributeValues = in.attributeValues();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new UpdateItemRequest(
        RequestReader.present(tableName),
        RequestReader.present(key),
        attributeUpdates,
        expected,
        conditionalOperator,
        returnValues,
        returnConsumedCapacity,
        returnItemCollectionMetrics,
        updateExpression,
        conditionExpression,
        expressionAttributeNames,
        expressionAttributeValues,
        returnValuesOnConditionCheckFailure);
  }
}
