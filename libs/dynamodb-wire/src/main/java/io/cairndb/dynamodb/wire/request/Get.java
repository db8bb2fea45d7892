package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one item in a transaction. */
public record Get(
    Item key,
    String tableName,
    @Nullable String projectionExpression,
    @Nullable Map<String, String> expressionAttributeNames) {
  private static final Members MEMBERS =
      Members.of("Get", "Key", "TableName", "ProjectionExpression", "ExpressionAttributeNames")
          .required("Key", "TableName")
          .expressions("ProjectionExpression");

  static final Structure<Get> SHAPE = new Structure<>(MEMBERS, Get::read);

  private static @Nullable Get read(RequestReader in) {
    Item key = null;
    String tableName = null;
    String projectionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> key = in.item();
        case 1 -> tableName = in.table();
        case 2 -> projectionExpression = in.string();
        case 3 -> expressionAttributeNames = in.attributeNames();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (key == null || tableName == null) {
      return null;
    }
    return new Get(key, tableName, projectionExpression, expressionAttributeNames);
  }
}
