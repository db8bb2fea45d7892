package io.cairndb.fuzz;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.ItemJsonReader;
import io.cairndb.dynamodb.wire.json.JsonReader;
import io.cairndb.dynamodb.wire.json.JsonTypes;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemFormatException;
import io.cairndb.item.ItemReader;
import io.cairndb.item.StoredItem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Items as stored, single values as stored, and items as JSON. */
final class ItemTarget implements FuzzTarget {
  private static final int STORED = 0;
  private static final int ITEM = 1;
  private static final int VALUE = 2;
  private static final int KINDS = 4;
  private static final String JSON =
      "{\"a\":{\"S\":\"x\"},\"b\":{\"N\":\"-1.5\"},\"c\":{\"B\":\"AAE=\"},\"d\":{\"BOOL\":true},"
          + "\"e\":{\"NULL\":true},\"f\":{\"SS\":[\"x\",\"y\"]},\"g\":{\"NS\":[\"1\",\"2\"]},"
          + "\"h\":{\"BS\":[\"AA==\"]},\"i\":{\"L\":[{\"S\":\"\"},{\"M\":{}}]},"
          + "\"j\":{\"M\":{\"k\":{\"L\":[]}}}}";

  private final JsonReader json = new JsonReader();
  private final ItemJsonReader items = new ItemJsonReader();

  @Override
  public List<byte[]> seeds() {
    Item item = parse(JSON.getBytes(StandardCharsets.UTF_8));
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(Seeds.selecting(STORED, new StoredItem(1, 2, item).encode()));
    seeds.add(Seeds.selecting(ITEM, item.bytes()));
    for (AttributeValue value : item.attributes().values()) {
      seeds.add(Seeds.selecting(VALUE, ItemReader.encode(value)));
    }
    seeds.add(Seeds.selecting(KINDS - 1, JSON));
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (Math.floorMod(input[0], KINDS)) {
        case STORED -> {
          StoredItem stored = StoredItem.decode(bytes);
          Check.that(Arrays.equals(bytes, stored.encode()), "stored item");
          checkStored(stored.item());
        }
        case ITEM -> checkStored(Item.wrap(bytes));
        case VALUE -> {
          AttributeValue value = ItemReader.decode(bytes);
          Check.that(value.equals(ItemReader.decode(ItemReader.encode(value))), "value");
        }
        default -> checkJson(parse(bytes));
      }
    } catch (ItemFormatException | InvalidValueException | DynamoDbException refused) {
      // As declared.
    }
  }

  private void checkStored(Item item) {
    Map<String, AttributeValue> attributes = item.attributes();
    for (String name : attributes.keySet()) {
      Check.that(item.contains(name), "contains");
    }
    item.requireWellFormed();
  }

  private void checkJson(Item item) {
    item.requireWellFormed();
    Map<String, AttributeValue> attributes = item.attributes();
    Check.that(attributes.size() == item.attributeCount(), "count of attributes");
    attributes.forEach((name, value) -> Check.that(value.equals(item.get(name)), "attribute"));
    Item built = Item.of(attributes);
    Check.that(built.equals(item) && built.sizeInBytes() == item.sizeInBytes(), "item of map");
    WireBuffer text = new WireBuffer();
    new JsonWriter(text).item(item);
    Check.that(item.equals(parse(text.toByteArray())), "item of JSON");
  }

  private Item parse(byte[] text) {
    json.reset(text);
    Item item = items.readItem(json, JsonTypes.Place.MEMBER);
    json.requireEnd();
    return item;
  }
}
