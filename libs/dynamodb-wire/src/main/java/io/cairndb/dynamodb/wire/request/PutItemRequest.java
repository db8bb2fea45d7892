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
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
    implements ConditionalWriteRequest {
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
    return parse(body, body.length);
  }

  /** Reads the first {@code length} bytes of {@code body}; the request does not refer to them. */
  public static PutItemRequest parse(byte[] body, int length) {
    RequestReader in = RequestReader.open(body, length, MEMBERS);
    ConditionalWriteMembers shared = new ConditionalWriteMembers();
    Item item = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      String name = MEMBERS.name(member);
      switch (name) {
        case "Item" -> item = in.item();
        default -> shared.read(name, in);
      }
    }
    in.requireOldValuesOnly(shared.returnValues);
    in.finish();
    return new PutItemRequest(
        RequestReader.present(shared.tableName),
        RequestReader.present(item),
        shared.expected,
        shared.returnValues,
        shared.returnConsumedCapacity,
        shared.returnItemCollectionMetrics,
        shared.conditionalOperator,
        shared.conditionExpression,
        shared.expressionAttributeNames,
        shared.expressionAttributeValues,
        shared.returnValuesOnConditionCheckFailure);
  }
}
