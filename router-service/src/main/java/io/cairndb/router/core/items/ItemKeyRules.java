package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key must be to belong to a table, and what DynamoDB says of one that does not. A right key
 * is encoded without being decoded first; only a wrong one is looked at attribute by attribute.
 */
final class ItemKeyRules {
  static final int PARTITION_BYTES_MAX = 2048;
  static final int SORT_BYTES_MAX = 1024;

  /** Of a key that has other attributes, or other types, than the table's. */
  static final String MISMATCH = "The provided key element does not match the schema";

  /** The longest encoding that may stand for an empty string or binary. */
  private static final int EMPTY_ENCODING_BYTES = 2;

  private ItemKeyRules() {}

  /**
   * The place of a key given by itself: exactly the key attributes.
   *
   * @throws DynamoDbException ValidationException
   */
  static ItemKey requireKey(KeySchema schema, Item key) {
    if (key.attributeCount() == schema.partition().size() + schema.sort().size()) {
      ItemKey encoded = find(schema, key);
      if (encoded != null) {
        return requireSizes(schema, key, encoded);
      }
    }
    throw DynamoDbErrors.validation(MISMATCH);
  }

  /**
   * The place of an item.
   *
   * @throws DynamoDbException ValidationException naming the attribute that is missing or wrong
   */
  static ItemKey requireItemKey(KeySchema schema, Item item) {
    ItemKey encoded = find(schema, item);
    if (encoded != null) {
      return requireSizes(schema, item, encoded);
    }
    String problem = problemOfItem(schema, item);
    throw DynamoDbErrors.validation(problem == null ? MISMATCH : problem);
  }

  /** What is wrong with a key given by itself, empty and oversize values aside; null if nothing. */
  static @Nullable String problemOfKey(KeySchema schema, Item key) {
    boolean sizeFits = key.attributeCount() == schema.attributes().size();
    return sizeFits && typesFit(schema, key) ? null : MISMATCH;
  }

  /** Whether {@code item} has every key attribute, of the right type. */
  static boolean typesFit(KeySchema schema, Item item) {
    for (KeyAttribute attribute : schema.attributes()) {
      AttributeValue value = item.get(attribute.name());
      if (value == null || !value.typeCode().equals(attribute.type().name())) {
        return false;
      }
    }
    return true;
  }

  /** What is wrong with an item's key, empty and oversize values aside; null when nothing is. */
  static @Nullable String problemOfItem(KeySchema schema, Item item) {
    for (KeyAttribute attribute : schema.attributes()) {
      AttributeValue value = item.get(attribute.name());
      if (value == null) {
        return DynamoDbErrors.INVALID_PARAMETER
            + "Missing the key "
            + attribute.name()
            + " in the item";
      }
      if (!value.typeCode().equals(attribute.type().name())) {
        return DynamoDbErrors.INVALID_PARAMETER
            + "Type mismatch for key "
            + attribute.name()
            + " expected: "
            + attribute.type()
            + " actual: "
            + value.typeCode();
      }
    }
    return null;
  }

  /** Refuses empty and oversize values among the key attributes that {@code item} has. */
  static void requireUsableValues(KeySchema schema, Item item) {
    schema.attributes().forEach(attribute -> requireNotEmpty(attribute, item));
    int partitionBytes = bytes(schema.partition(), item);
    if (partitionBytes > PARTITION_BYTES_MAX) {
      throw DynamoDbErrors.invalidParameter(
          "Size of hashkey has exceeded the maximum size" + " limit of2048 bytes");
    }
    if (bytes(schema.sort(), item) > SORT_BYTES_MAX) {
      throw DynamoDbErrors.invalidParameter(
          "Aggregated size of all range keys has" + " exceeded the size limit of 1024 bytes");
    }
  }

  /** The place of an item or key; null when an attribute is missing or of another type. */
  static @Nullable ItemKey find(KeySchema schema, Item item) {
    try {
      return ItemKey.of(schema, item);
    } catch (IllegalArgumentException missingOrOfAnotherType) {
      return null;
    }
  }

  /** Encodings are no shorter than values, so most keys need no closer look. */
  private static ItemKey requireSizes(KeySchema schema, Item item, ItemKey key) {
    boolean unremarkable =
        key.partition().length > EMPTY_ENCODING_BYTES
            && key.partition().length <= PARTITION_BYTES_MAX
            && (schema.sort().isEmpty() || key.sort().length > EMPTY_ENCODING_BYTES)
            && key.sort().length <= SORT_BYTES_MAX;
    if (!unremarkable) {
      requireUsableValues(schema, item);
    }
    return key;
  }

  private static void requireNotEmpty(KeyAttribute attribute, Item item) {
    String kind =
        switch (item.get(attribute.name())) {
          case AttributeValue.S text when text.value().isEmpty() -> "string";
          case AttributeValue.B binary when binary.value().length() == 0 -> "binary";
          case null, default -> null;
        };
    if (kind != null) {
      throw DynamoDbErrors.validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + kind
              + " value. Key: "
              + attribute.name());
    }
  }

  private static int bytes(List<KeyAttribute> attributes, Item item) {
    int bytes = 0;
    for (KeyAttribute attribute : attributes) {
      bytes +=
          switch (item.get(attribute.name())) {
            case AttributeValue.S text -> text.value().getBytes(StandardCharsets.UTF_8).length;
            case AttributeValue.B binary -> binary.value().length();
            case null, default -> 0;
          };
    }
    return bytes;
  }
}
