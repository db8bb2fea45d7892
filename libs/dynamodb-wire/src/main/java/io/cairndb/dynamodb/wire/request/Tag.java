package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** A label of a resource. */
public record Tag(String key, String value) {
  private static final Members MEMBERS = Members.of("Tag", "Key", "Value").required("Key", "Value");

  static final Structure<Tag> SHAPE = new Structure<>(MEMBERS, Tag::read);

  private static @Nullable Tag read(RequestReader in) {
    String key = null;
    String value = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> key = in.string(Rules.TAG_KEY_STRING);
        case 1 -> value = in.string(Rules.TAG_VALUE_STRING);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (key == null || value == null) {
      return null;
    }
    return new Tag(key, value);
  }
}
