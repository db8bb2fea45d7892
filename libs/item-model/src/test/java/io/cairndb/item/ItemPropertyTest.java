package io.cairndb.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is written is read back, by every way of reading, and counts what the rules say. */
final class ItemPropertyTest {
  private final Gens gens = Gens.announced(ItemPropertyTest.class);

  @Test
  void itemsRoundTrip() {
    ItemWriter writer = new ItemWriter();
    for (int i = 0; i < 5_000; i++) {
      Map<String, AttributeValue> attributes = gens.map(gens.below(30), 3);
      Item item = writer.begin().entries(attributes).finish();

      assertEquals(attributes, item.attributes());
      assertEquals(
          new ArrayList<>(attributes.keySet()), new ArrayList<>(item.attributes().keySet()));
      attributes.forEach((name, value) -> assertEquals(value, item.get(name)));
      assertNull(item.get("no such name"));
      assertEquals(sizeOf(attributes), item.sizeInBytes());
      assertEquals(attributes.size(), item.attributeCount());
      item.requireWellFormed();
      assertArrayEquals(item.bytes(), Item.of(item.attributes()).bytes());
    }
  }

  @Test
  void projectionIsWritingLess() {
    for (int i = 0; i < 2_000; i++) {
      Map<String, AttributeValue> attributes = gens.map(gens.below(10), 3);
      List<String> names = new ArrayList<>(attributes.keySet());
      names.removeIf(name -> gens.below(2) == 0);
      Item projected = Item.of(attributes).project(names);
      attributes.keySet().retainAll(names);
      assertArrayEquals(Item.of(attributes).bytes(), projected.bytes());
    }
  }

  @Test
  void singleValuesRoundTrip() {
    for (int i = 0; i < 5_000; i++) {
      AttributeValue value = gens.value(3);
      assertEquals(value, ItemReader.decode(ItemReader.encode(value)));
    }
  }

  @Test
  void entriesMayBeLeftHalfRead() {
    for (int i = 0; i < 2_000; i++) {
      Map<String, AttributeValue> attributes = gens.map(gens.below(10), 3);
      ItemReader reader = Item.of(attributes).reader();
      List<String> names = new ArrayList<>();
      while (reader.next()) {
        names.add(reader.name());
        if (reader.type().isContainer()) {
          reader.enter();
          for (int skip = gens.below(3); skip > 0 && reader.next(); skip--) {
            assertEquals(reader.value().type(), reader.type());
          }
          reader.leave();
        }
      }
      assertEquals(new ArrayList<>(attributes.keySet()), names);
    }
  }

  private static int sizeOf(Map<String, AttributeValue> attributes) {
    int size = 0;
    for (var entry : attributes.entrySet()) {
      size += Utf8.length(entry.getKey()) + entry.getValue().sizeInBytes();
    }
    return size;
  }
}
