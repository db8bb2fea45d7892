package io.cairndb.item.index;

import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemReader;
import io.cairndb.item.ItemWriter;
import io.cairndb.item.ValueType;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a secondary index holds of an item. An item that lacks one of the index's key attributes, or
 * has it in a form that cannot be a key, is not in the index. Pure functions.
 */
public final class IndexEntries {
  private static final int MAX_PARTITION_BYTES = 2048;
  private static final int MAX_SORT_BYTES = 1024;

  private IndexEntries() {}

  /** The entry of {@code item} in {@code index}; empty when it has none. */
  public static Optional<Item> project(TableSchema table, SecondaryIndex index, Item item) {
    if (!isIndexed(index, item)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (index.projection().kind()) {
          case ALL -> item;
          case KEYS_ONLY, INCLUDE -> projected(table, index, item);
        });
  }

  /** Whether {@code item} has an entry in {@code index}. */
  public static boolean isIndexed(SecondaryIndex index, Item item) {
    ItemReader reader = new ItemReader();
    return allUsable(index.key().partition(), MAX_PARTITION_BYTES, reader, item)
        && allUsable(index.key().sort(), MAX_SORT_BYTES, reader, item);
  }

  /**
   * Refuses an item that a secondary index of the table could never hold, as DynamoDB does on
   * writing. An attribute that is absent is fine.
   *
   * @throws InvalidValueException with DynamoDB's message
   */
  public static void requireIndexable(TableSchema table, Item item) {
    if (table.localIndexes().isEmpty() && table.globalIndexes().isEmpty()) {
      return;
    }
    ItemReader reader = new ItemReader();
    for (SecondaryIndex index : table.globalIndexes()) {
      requireIndexable(index, reader, item);
    }
    for (SecondaryIndex index : table.localIndexes()) {
      requireIndexable(index, reader, item);
    }
  }

  private static Item projected(TableSchema table, SecondaryIndex index, Item item) {
    Set<String> names = new LinkedHashSet<>();
    addNames(names, table.key());
    addNames(names, index.key());
    if (index.projection().kind() == Projection.Kind.INCLUDE) {
      names.addAll(index.projection().nonKeyAttributes());
    }
    ItemReader reader = item.reader();
    ItemWriter writer = new ItemWriter().begin();
    while (reader.next()) {
      if (names.contains(reader.name())) {
        writer.copyEntry(reader);
      }
    }
    return writer.finish();
  }

  private static void addNames(Set<String> names, KeySchema key) {
    key.partition().forEach(attribute -> names.add(attribute.name()));
    key.sort().forEach(attribute -> names.add(attribute.name()));
  }

  private static boolean allUsable(
      List<KeyAttribute> attributes, int maxBytes, ItemReader reader, Item item) {
    for (KeyAttribute attribute : attributes) {
      if (!find(attribute.name(), reader, item)
          || !hasType(attribute, reader)
          || isEmpty(reader)
          || isOversize(reader, maxBytes)) {
        return false;
      }
    }
    return true;
  }

  private static void requireIndexable(SecondaryIndex index, ItemReader reader, Item item) {
    for (KeyAttribute attribute : index.key().partition()) {
      if (find(attribute.name(), reader, item)) {
        requireUsable(index, attribute, reader);
        if (isOversize(reader, MAX_PARTITION_BYTES)) {
          throw new InvalidValueException(
              "One or more parameter values were invalid: Size of hashkey has exceeded the maximum"
                  + " size limit of2048 bytes");
        }
      }
    }
    for (KeyAttribute attribute : index.key().sort()) {
      if (find(attribute.name(), reader, item)) {
        requireUsable(index, attribute, reader);
        if (isOversize(reader, MAX_SORT_BYTES)) {
          throw new InvalidValueException(
              "One or more parameter values were invalid: Aggregated size of all range keys has"
                  + " exceeded the size limit of 1024 bytes");
        }
      }
    }
  }

  private static void requireUsable(
      SecondaryIndex index, KeyAttribute attribute, ItemReader reader) {
    if (!hasType(attribute, reader)) {
      throw new InvalidValueException(
          "One or more parameter values were invalid: Type mismatch for Index Key "
              + attribute.name()
              + " Expected: "
              + attribute.type()
              + " Actual: "
              + reader.type().code()
              + " IndexName: "
              + index.name());
    }
    if (isEmpty(reader)) {
      throw new InvalidValueException(
          "One or more parameter values are not valid. A value specified for a secondary index key"
              + " is not supported. The AttributeValue for a key attribute cannot contain an empty "
              + (reader.type() == ValueType.S ? "string" : "binary")
              + " value. IndexName: "
              + index.name()
              + ", IndexKey: "
              + attribute.name());
    }
  }

  private static boolean find(String name, ItemReader reader, Item item) {
    reader.reset(item);
    while (reader.next()) {
      if (reader.nameIs(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(KeyAttribute attribute, ItemReader reader) {
    return reader.type().code().equals(attribute.type().name());
  }

  private static boolean isEmpty(ItemReader reader) {
    return reader.valueLength() == 0;
  }

  private static boolean isOversize(ItemReader reader, int maxBytes) {
    return reader.type() != ValueType.N && reader.valueLength() > maxBytes;
  }
}
