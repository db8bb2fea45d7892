package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which items of one table to read, and what of them. */
public record KeysAndAttributes(
    List<Item> keys,
    @Nullable List<String> attributesToGet,
    @Nullable Boolean consistentRead,
    @Nullable String projectionExpression,
    @Nullable Map<String, String> expressionAttributeNames) {
  private static final Members MEMBERS =
      Members.of(
              "KeysAndAttributes",
              "Keys",
              "AttributesToGet",
              "ConsistentRead",
              "ProjectionExpression",
              "ExpressionAttributeNames")
          .named("Keys")
          .required("Keys")
          .legacy("AttributesToGet")
          .expressions("ProjectionExpression");

  static final Structure<KeysAndAttributes> SHAPE =
      new Structure<>(MEMBERS, KeysAndAttributes::read);

  private static @Nullable KeysAndAttributes read(RequestReader in) {
    List<Item> keys = null;
    List<String> attributesToGet = null;
    Boolean consistentRead = null;
    String projectionExpression = null;
    Map<String, String> expressionAttributeNames = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> keys = in.keys(SizeRule.of(1, 100));
        case 1 -> attributesToGet = in.strings(SizeRule.POSITIVE);
        case 2 -> consistentRead = in.bool();
        case 3 -> projectionExpression = in.string();
        case 4 -> expressionAttributeNames = in.attributeNames();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (keys == null) {
      return null;
    }
    return new KeysAndAttributes(
        keys, attributesToGet, consistentRead, projectionExpression, expressionAttributeNames);
  }
}
