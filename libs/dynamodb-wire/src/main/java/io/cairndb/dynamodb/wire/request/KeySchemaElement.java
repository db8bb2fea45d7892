package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** An attribute of a key and its role. */
public record KeySchemaElement(String attributeName, KeyType keyType) {
  private static final Members MEMBERS =
      Members.of("KeySchemaElement", "AttributeName", "KeyType")
          .required("AttributeName", "KeyType");

  static final Structure<KeySchemaElement> SHAPE = new Structure<>(MEMBERS, KeySchemaElement::read);

  private static @Nullable KeySchemaElement read(RequestReader in) {
    String attributeName = null;
    KeyType keyType = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> attributeName = in.string(Rules.KEY_SCHEMA_ATTRIBUTE_NAME);
        case 1 -> keyType = in.enumeration(Enums.KEY_TYPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (attributeName == null || keyType == null) {
      return null;
    }
    return new KeySchemaElement(attributeName, keyType);
  }
}
