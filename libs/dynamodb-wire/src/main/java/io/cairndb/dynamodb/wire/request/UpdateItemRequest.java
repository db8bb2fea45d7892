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
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
    implements ConditionalWriteRequest {
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
    return parse(body, body.length);
  }

  /** Reads the first {@code length} bytes of {@code body}; the request does not refer to them. */
  public static UpdateItemRequest parse(byte[] body, int length) {
    RequestReader in = RequestReader.open(body, length, MEMBERS);
    ConditionalWriteMembers shared = new ConditionalWriteMembers();
    Item key = null;
    Map<String, AttributeValueUpdate> attributeUpdates = null;
    String updateExpression = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      String name = MEMBERS.name(member);
      switch (name) {
        case "Key" -> key = in.item();
        case "AttributeUpdates" -> attributeUpdates = in.map(AttributeValueUpdate.SHAPE);
        case "UpdateExpression" -> updateExpression = in.string();
        case "ReturnValues" -> shared.returnValues = in.decisiveEnumeration(Enums.RETURN_VALUE);
        default -> shared.read(name, in);
      }
    }
    in.finish();
    return new UpdateItemRequest(
        RequestReader.present(shared.tableName),
        RequestReader.present(key),
        attributeUpdates,
        shared.expected,
        shared.conditionalOperator,
        shared.returnValues,
        shared.returnConsumedCapacity,
        shared.returnItemCollectionMetrics,
        updateExpression,
        shared.conditionExpression,
        shared.expressionAttributeNames,
        shared.expressionAttributeValues,
        shared.returnValuesOnConditionCheckFailure);
  }
}
