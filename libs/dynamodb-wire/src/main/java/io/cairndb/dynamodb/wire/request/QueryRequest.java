package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads items of one partition key, from a table or an index. */
public record QueryRequest(
    String tableName,
    @Nullable String indexName,
    @Nullable Select select,
    @Nullable List<String> attributesToGet,
    @Nullable Integer limit,
    @Nullable Boolean consistentRead,
    @Nullable Map<String, LegacyCondition> keyConditions,
    @Nullable Map<String, LegacyCondition> queryFilter,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable Boolean scanIndexForward,
    @Nullable Item exclusiveStartKey,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable String projectionExpression,
    @Nullable String filterExpression,
    @Nullable String keyConditionExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable Map<String, AttributeValue> expressionAttributeValues) {
  private static final Members MEMBERS =
      Members.of(
              "QueryInput",
              "Select",
              "IndexName",
              "ReturnConsumedCapacity",
              "TableName",
              "ConditionalOperator",
              "AttributesToGet",
              "Limit",
              "QueryFilter",
              "KeyConditions",
              "ConsistentRead",
              "ScanIndexForward",
              "ExclusiveStartKey",
              "ProjectionExpression",
              "FilterExpression",
              "KeyConditionExpression",
              "ExpressionAttributeNames",
              "ExpressionAttributeValues")
          .named("Limit")
          .required("TableName")
          .legacy("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions")
          .expressions("ProjectionExpression", "FilterExpression", "KeyConditionExpression");

  public static QueryRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    String indexName = null;
    Select select = null;
    List<String> attributesToGet = null;
    Integer limit = null;
    Boolean consistentRead = null;
    Map<String, LegacyCondition> keyConditions = null;
    Map<String, LegacyCondition> queryFilter = null;
    ConditionalOperator conditionalOperator = null;
    Boolean scanIndexForward = null;
    Item exclusiveStartKey = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    String projectionExpression = null;
    String filterExpression = null;
    String keyConditionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    Map<String, AttributeValue> expressionAttributeValues = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> select = in.enumeration(Enums.SELECT);
        case 1 -> indexName = in.string(TableNames.NAME);
        case 2 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 3 -> tableName = in.table();
        case 4 -> conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
        case 5 -> attributesToGet = in.strings(SizeRule.POSITIVE);
        case 6 -> limit = in.integer(SizeRule.POSITIVE);
        case 7 -> queryFilter = in.map(LegacyCondition.SHAPE);
        case 8 -> keyConditions = in.map(LegacyCondition.SHAPE);
        case 9 -> consistentRead = in.bool();
        case 10 -> scanIndexForward = in.bool();
        case 11 -> exclusiveStartKey = in.startKey();
        case 12 -> projectionExpression = in.string();
        case 13 -> filterExpression = in.string();
        case 14 -> keyConditionExpression = in.string();
        case 15 -> expressionAttributeNames = in.attributeNames();
        case 16 -> expressionAttributeValues = in.attributeValues();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new QueryRequest(
        RequestReader.present(tableName),
        indexName,
        select,
        attributesToGet,
        limit,
        consistentRead,
        keyConditions,
        queryFilter,
        conditionalOperator,
        scanIndexForward,
        exclusiveStartKey,
        returnConsumedCapacity,
        projectionExpression,
        filterExpression,
        keyConditionExpression,
        expressionAttributeNames,
        expressionAttributeValues);
  }
}
