package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see of an item: attributes by name, each decoded only when an expression names
 * it.
 */
@FunctionalInterface
public interface Document {
  /** The item that is not there. */
  Document ABSENT = name -> null;

  /** The value of a top-level attribute, or null when the item has none. */
  @Nullable AttributeValue attribute(String name);

  /** Whether the attribute exists; cheaper than its value where values are encoded. */
  default boolean contains(String name) {
    return attribute(name) != null;
  }

  static Document of(Map<String, AttributeValue> attributes) {
    return attributes::get;
  }
}
