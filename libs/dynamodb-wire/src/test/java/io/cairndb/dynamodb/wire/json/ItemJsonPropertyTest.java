package io.cairndb.dynamodb.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.dynamodb.wire.RandomItems;
import io.cairndb.dynamodb.wire.json.JsonTypes.Place;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random items survive the way to JSON and back, byte for byte. */
class ItemJsonPropertyTest {
  private static final int ITEMS = 2_000;

  @Test
  void itemsSurviveTheWire() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("ItemJsonPropertyTest: rerun with -Dcairn.seed=" + seed);
    RandomItems items = new RandomItems(seed);
    ItemJsonReader reader = new ItemJsonReader();
    WireBuffer buffer = new WireBuffer();
    JsonWriter writer = new JsonWriter(buffer);
    for (int i = 0; i < ITEMS; i++) {
      Map<String, AttributeValue> attributes = items.item();
      Item item = Item.of(attributes);
      buffer.clear();
      writer.item(item);
      JsonReader json = new JsonReader().reset(buffer.array(), 0, buffer.size());
      Item read = reader.readItem(json, Place.MEMBER);
      json.requireEnd();
      assertEquals(item, read);
      assertEquals(attributes, read.attributes());
      assertEquals(item.sizeInBytes(), read.sizeInBytes());
    }
  }

  @Test
  void aValueReadAloneIsTheValueInAnItem() {
    RandomItems items = new RandomItems(42);
    ItemJsonReader reader = new ItemJsonReader();
    for (int i = 0; i < 300; i++) {
      for (AttributeValue value : items.item().values()) {
        WireBuffer buffer = new WireBuffer();
        new JsonWriter(buffer).item(Item.of(Map.of("v", value)));
        JsonReader json = new JsonReader().reset(buffer.array(), 0, buffer.size());
        json.beginObject();
        json.nextName();
        assertEquals(value, reader.readValue(json, Place.MEMBER));
      }
    }
  }
}
