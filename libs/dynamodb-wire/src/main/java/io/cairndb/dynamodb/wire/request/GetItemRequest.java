package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one item by its key. */
public record GetItemRequest(
    String tableName,
    Item key,
    @Nullable List<String> attributesToGet,
    @Nullable Boolean consistentRead,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable String projectionExpression,
    @Nullable Map<String, String> expressionAttributeNames) {
  private static final Members MEMBERS =
      Members.of(
              "GetItemInput",
              "ReturnConsumedCapacity",
              "AttributesToGet",
              "TableName",
              "Key",
              "ConsistentRead",
              "ProjectionExpression",
              "ExpressionAttributeNames")
          .required("TableName", "Key")
          .legacy("AttributesToGet")
          .expressions("ProjectionExpression");

  public static GetItemRequest parse(byte[] body) {
    return parse(body, body.length);
  }

  /** Reads the first {@code length} bytes of {@code body}; the request does not refer to them. */
  public static GetItemRequest parse(byte[] body, int length) {
    RequestReader in = RequestReader.open(body, length, MEMBERS);
    String tableName = null;
    Item key = null;
    List<String> attributesToGet = null;
    Boolean consistentRead = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    String projectionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 -> attributesToGet = in.strings(SizeRule.POSITIVE);
        case 2 -> tableName = in.table();
        case 3 -> key = in.item();
        case 4 -> consistentRead = in.bool();
        case 5 -> projectionExpression = in.string();
        case 6 -> expressionAttributeNames = in.attributeNames();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new GetItemRequest(
        RequestReader.present(tableName),
        RequestReader.present(key),
        attributesToGet,
        consistentRead,
        returnConsumedCapacity,
        projectionExpression,
        expressionAttributeNames);
  }
}
