package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/** An encoded item as a document: decodes an attribute when it is asked for, and no other. */
public record ItemDocument(Item item) implements Document {

  public static Document of(Item item) {
    return new ItemDocument(item);
  }

  @Override
  public @Nullable AttributeValue attribute(String name) {
    return item.get(name);
  }

  @Override
  public boolean contains(String name) {
    return item.contains(name);
  }
}
