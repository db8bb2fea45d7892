package io.cairndb.dynamodb.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.JsonTypes.Place;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is refused in attribute values, in the words of DynamoDB. */
class ItemJsonReaderTest {
  private static final String SEVERAL =
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
          + " supported datatypes";
  private static final String EMPTY =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

  @ParameterizedTest
  @CsvFileSource(resources = "/testdata/refused-values.txt", delimiter = '|', quoteCharacter = '`')
  void valuesThatAreNotAllowed(String value, String message) {
    String expected =
        message.equals("EMPTY") ? EMPTY : message.equals("SEVERAL") ? SEVERAL : message;
    String item = "{\"a\":{\"S\":\"x\"},\"b\":" + value + ",\"c\":{\"N\":\"1\"}}";
    assertEquals(
        expected, assertThrows(InvalidValueException.class, () -> read(item)).getMessage());
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/testdata/mistyped-values.txt", delimiter = '|', quoteCharacter = '`')
  void jsonOfTheWrongType(String value, String message) {
    String item = "{\"a\":" + value + "}";
    assertEquals(message, assertThrows(DynamoDbException.class, () -> read(item)).getMessage());
    // An invalid value before it does not hide it.
    String late = "{\"0\":{\"NS\":[]},\"a\":" + value + "}";
    assertEquals(message, assertThrows(DynamoDbException.class, () -> read(late)).getMessage());
  }

  @Test
  void wordsAreAcceptedAsBooleans() {
    assertEquals(new AttributeValue.Bool(true), read("{\"a\":{\"BOOL\":\"Yes\"}}").get("a"));
    assertEquals(new AttributeValue.Bool(false), read("{\"a\":{\"BOOL\":\"0\"}}").get("a"));
  }

  @Test
  void nullMembersOfAValueAreAbsent() {
    assertEquals("1", text(read("{\"a\":{\"S\":null,\"N\":\"1\"}}"), "a"));
  }

  @Test
  void numbersAreCanonical() {
    assertEquals("0", text(read("{\"a\":{\"N\":\"-0.00\"}}"), "a"));
    assertEquals("1200", text(read("{\"a\":{\"N\":\"1.20e3\"}}"), "a"));
  }

  @Test
  void theLastOfTwoValuesUnderOneNameCounts() {
    Item item =
        read(
            "{\"a\":{\"S\":\"1\"},\"m\":{\"M\":{\"x\":{\"N\":\"1\"},\"y\":{\"N\":\"2\"},"
                + "\"x\":{\"N\":\"3\"}}},\"a\":{\"N\":\"4\"}}");
    assertEquals(List.of("a", "m"), List.copyOf(item.attributes().keySet()));
    assertEquals("4", text(item, "a"));
    AttributeValue.M map = (AttributeValue.M) Objects.requireNonNull(item.attributes().get("m"));
    assertEquals("[x, y]", map.value().keySet().toString());
    assertEquals(
        EMPTY,
        assertThrows(
                InvalidValueException.class,
                () -> read("{\"a\":{\"S\":\"1\"},\"a\":{\"S\":\"1\"},\"b\":{}}"))
            .getMessage());
  }

  @Test
  void nestingEndsAtThirtyTwoLevelsOfWhichTheAttributeIsTheFirst() {
    read("{\"a\":" + nested(31) + "}");
    assertEquals(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
            + " beyond supported limit",
        assertThrows(InvalidValueException.class, () -> read("{\"a\":" + nested(32) + "}"))
            .getMessage());
    assertThrows(InvalidValueException.class, () -> read("{\"a\":" + nested(120) + "}"));
  }

  @Test
  void theReaderGoesOnBehindARefusedItem() {
    JsonReader json =
        new JsonReader()
            .reset("[{\"a\":{\"NS\":[]}},{\"b\":{\"S\":\"x\"}}]".getBytes(StandardCharsets.UTF_8));
    ItemJsonReader items = new ItemJsonReader();
    json.beginArray();
    json.nextElement();
    assertThrows(InvalidValueException.class, () -> items.readItem(json, Place.ELEMENT));
    json.nextElement();
    assertEquals(
        Item.of(Map.of("b", new AttributeValue.S("x"))), items.readItem(json, Place.ELEMENT));
  }

  private static String nested(int levels) {
    return "{\"L\":[".repeat(levels) + "{\"S\":\"x\"}" + "]}".repeat(levels);
  }

  private static String text(Item item, String name) {
    return ((AttributeValue.N) Objects.requireNonNull(item.get(name))).value().toString();
  }

  private static Item read(String json) {
    JsonReader reader = new JsonReader().reset(json.getBytes(StandardCharsets.UTF_8));
    Item item = new ItemJsonReader().readItem(reader, Place.MEMBER);
    reader.requireEnd();
    return item;
  }
}
