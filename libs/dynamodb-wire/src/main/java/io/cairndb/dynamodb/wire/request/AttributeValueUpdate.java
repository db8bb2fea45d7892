package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import org.jspecify.annotations.Nullable;

/** A change to one attribute, from before there were expressions. */
public record AttributeValueUpdate(
    @Nullable AttributeValue value, @Nullable AttributeAction action) {
  private static final Members MEMBERS = Members.of("AttributeValueUpdate", "Value", "Action");

  static final Structure<AttributeValueUpdate> SHAPE =
      new Structure<>(MEMBERS, AttributeValueUpdate::read);

  private static @Nullable AttributeValueUpdate read(RequestReader in) {
    AttributeValue value = null;
    AttributeAction action = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> value = in.value();
        case 1 -> action = in.enumeration(Enums.ATTRIBUTE_ACTION);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new AttributeValueUpdate(value, action);
  }
}
