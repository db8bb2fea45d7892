package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoded item as a document: decodes an attribute when it is asked for, and no other. When it
 * is asked often, by an expression that names one large attribute many times or many small ones, it
 * decodes the item once and is done. Confined to one thread.
 */
public final class ItemDocument implements Document {
  private static final int SINGLE_LOOKUPS = 16;

  private final Item item;
  private int lookups;
  private @Nullable Map<String, AttributeValue> decoded;

  private ItemDocument(Item item) {
    this.item = item;
  }

  public static Document of(Item item) {
    return new ItemDocument(item);
  }

  @Override
  public @Nullable AttributeValue attribute(String name) {
    Map<String, AttributeValue> all = decodedAfterMany();
    return all == null ? item.get(name) : all.get(name);
  }

  @Override
  public boolean contains(String name) {
    Map<String, AttributeValue> all = decodedAfterMany();
    return all == null ? item.contains(name) : all.containsKey(name);
  }

  private @Nullable Map<String, AttributeValue> decodedAfterMany() {
    if (lookups++ == SINGLE_LOOKUPS) {
      decoded = item.attributes();
    }
    return decoded;
  }
}
