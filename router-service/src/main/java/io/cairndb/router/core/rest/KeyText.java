package io.cairndb.router.core.rest;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys as they are in paths: strings and numbers as text, binary as base64url. */
final class KeyText {
  private KeyText() {}

  /**
   * The key that a path names.
   *
   * @param sort null when the path ends with the partition key
   */
  static Map<String, AttributeValue> key(
      KeySchema schema, String partition, @Nullable String sort) {
    if ((sort == null) != schema.sort().isEmpty()) {
      throw ProblemException.invalid(
          schema.sort().isEmpty()
              ? "Items of this table have no sort key: the path is …/items/{partitionKey}."
              : "Items of this table have a sort key: the path is"
                  + " …/items/{partitionKey}/{sortKey}.");
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    put(key, schema.partition().getFirst(), partition);
    if (sort != null) {
      put(key, schema.sort().getFirst(), sort);
    }
    return key;
  }

  private static void put(Map<String, AttributeValue> key, KeyAttribute attribute, String text) {
    key.put(
        attribute.name(),
        switch (attribute.type()) {
          case S -> new AttributeValue.S(text);
          case N -> new AttributeValue.N(Number38.parse(text));
          case B -> new AttributeValue.B(bytes(attribute, text));
        });
  }

  private static Bytes bytes(KeyAttribute attribute, String text) {
    try {
      return Bytes.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      throw ProblemException.invalid(attribute.name() + " is binary: base64url in the path.");
    }
  }

  /** The path of an item below its table's. */
  static String path(KeySchema schema, Item item) {
    StringBuilder path = new StringBuilder("/items");
    schema.partition().forEach(attribute -> append(path, attribute, item));
    schema.sort().forEach(attribute -> append(path, attribute, item));
    return path.toString();
  }

  private static void append(StringBuilder path, KeyAttribute attribute, Item item) {
    String text =
        switch (item.get(attribute.name())) {
          case AttributeValue.S string -> string.value();
          case AttributeValue.N number -> number.value().toString();
          case AttributeValue.B binary ->
              Base64.getUrlEncoder().withoutPadding().encodeToString(binary.value().toArray());
          case null, default -> throw new IllegalStateException("no key " + attribute.name());
        };
    path.append('/').append(UriText.encode(text));
  }
}
