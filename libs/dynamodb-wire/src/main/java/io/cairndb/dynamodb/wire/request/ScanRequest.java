package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the items of a table or an index, or of one segment of it. */
public record ScanRequest(
    String tableName,
    @Nullable String indexName,
    @Nullable List<String> attributesToGet,
    @Nullable Integer limit,
    @Nullable Select select,
    @Nullable Map<String, LegacyCondition> scanFilter,
    @Nullable ConditionalOperator conditionalOperator,
    @Nullable Item exclusiveStartKey,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable Integer totalSegments,
    @Nullable Integer segment,
    @Nullable String projectionExpression,
    @Nullable String filterExpression,
    @Nullable Map<String, String> expressionAttributeNames,
    @Nullable Map<String, AttributeValue> expressionAttributeValues,
    @Nullable Boolean consistentRead) {
  private static final Members MEMBERS =
      Members.of(
              "ScanInput",
              "Select",
              "IndexName",
              "TotalSegments",
              "ReturnConsumedCapacity",
              "TableName",
              "ConditionalOperator",
              "Segment",
              "Limit",
              "AttributesToGet",
              "ScanFilter",
              "ExclusiveStartKey",
              "ProjectionExpression",
              "FilterExpression",
              "ExpressionAttributeNames",
              "ExpressionAttributeValues",
              "ConsistentRead")
          .required("TableName")
          .legacy("AttributesToGet", "ScanFilter", "ConditionalOperator")
          .expressions("ProjectionExpression", "FilterExpression")
          .wording(Members.Wording.OLDER);

  public static ScanRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    String indexName = null;
    List<String> attributesToGet = null;
    Integer limit = null;
    Select select = null;
    Map<String, LegacyCondition> scanFilter = null;
    ConditionalOperator conditionalOperator = null;
    Item exclusiveStartKey = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    Integer totalSegments = null;
    Integer segment = null;
    String projectionExpression = null;
    String filterExpression = null;
    Map<String, String> expressionAttributeNames = null;
    Map<String, AttributeValue> expressionAttributeValues = null;
    Boolean consistentRead = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> select = in.enumeration(Enums.SELECT);
        case 1 -> indexName = in.string(TableNames.NAME);
        case 2 -> totalSegments = in.integer(SizeRule.of(1, 1000000));
        case 3 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 4 -> tableName = in.table();
        case 5 -> conditionalOperator = in.enumeration(Enums.CONDITIONAL_OPERATOR);
        case 6 -> segment = in.integer(SizeRule.of(0, 999999));
        case 7 -> limit = in.integer(SizeRule.POSITIVE);
        case 8 -> attributesToGet = in.strings(SizeRule.POSITIVE);
        case 9 -> scanFilter = in.map(LegacyCondition.SHAPE);
        case 10 -> exclusiveStartKey = in.item();
        case 11 -> projectionExpression = in.string();
        case 12 -> filterExpression = in.string();
        case 13 -> expressionAttributeNames = in.attributeNames();
        case 14 -> expressionAttributeValues = in.attributeValues();
        case 15 -> consistentRead = in.bool();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ScanRequest(
        RequestReader.present(tableName),
        indexName,
        attributesToGet,
        limit,
        select,
        scanFilter,
        conditionalOperator,
        exclusiveStartKey,
        returnConsumedCapacity,
        totalSegments,
        segment,
        projectionExpression,
        filterExpression,
        expressionAttributeNames,
        expressionAttributeValues,
        consistentRead);
  }
}
