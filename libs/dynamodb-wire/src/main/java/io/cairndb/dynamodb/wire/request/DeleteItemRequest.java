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
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure)
    implements ConditionalWriteRequest {
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
    return parse(body, body.length);
  }

  /** Reads the first {@code length} bytes of {@code body}; the request does not refer to them. */
  public static DeleteItemRequest parse(byte[] body, int length) {
    RequestReader in = RequestReader.open(body, length, MEMBERS);
    ConditionalWriteMembers shared = new ConditionalWriteMembers();
    Item key = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      String name = MEMBERS.name(member);
      switch (name) {
        case "Key" -> key = in.item();
        default -> shared.read(name, in);
      }
    }
    in.requireOldValuesOnly(shared.returnValues);
    in.finish();
    return new DeleteItemRequest(
        RequestReader.present(shared.tableName),
        RequestReader.present(key),
        shared.expected,
        shared.conditionalOperator,
        shared.returnValues,
        shared.returnConsumedCapacity,
        shared.returnItemCollectionMetrics,
        shared.conditionExpression,
        shared.expressionAttributeNames,
        shared.expressionAttributeValues,
        shared.returnValuesOnConditionCheckFailure);
  }
}
