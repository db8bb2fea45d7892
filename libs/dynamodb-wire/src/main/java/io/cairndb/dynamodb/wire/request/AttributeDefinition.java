package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.schema.ScalarType;
import org.jspecify.annotations.Nullable;

/** The type of an attribute that some key uses. */
public record AttributeDefinition(String attributeName, ScalarType attributeType) {
  private static final Members MEMBERS =
      Members.of("AttributeDefinition", "AttributeName", "AttributeType")
          .required("AttributeName", "AttributeType");

  static final Structure<AttributeDefinition> SHAPE =
      new Structure<>(MEMBERS, AttributeDefinition::read);

  private static @Nullable AttributeDefinition read(RequestReader in) {
    String attributeName = null;
    ScalarType attributeType = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> attributeName = in.string(Rules.KEY_SCHEMA_ATTRIBUTE_NAME);
        case 1 -> attributeType = in.enumeration(Enums.SCALAR_ATTRIBUTE_TYPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (attributeName == null || attributeType == null) {
      return null;
    }
    return new AttributeDefinition(attributeName, attributeType);
  }
}
