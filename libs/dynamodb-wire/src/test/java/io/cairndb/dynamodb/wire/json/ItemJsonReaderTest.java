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
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused in attribute values, in the words of DynamoDB. */
class ItemJsonReaderTest {
  private static final String SEVERAL =
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
          + " supported datatypes";
  private static final String EMPTY =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                        | EMPTY
          null                      | EMPTY
          {"X":"1"}                 | EMPTY
          {"S":null}                | EMPTY
          {"L":[{}]}                | EMPTY
          {"L":[null]}              | EMPTY
          {"M":{"x":{}}}            | EMPTY
          {"S":"x","N":"1"}         | SEVERAL
          {"S":"x","L":[{}]}        | SEVERAL
          {"S":"x","N":"abc"}       | The parameter cannot be converted to a numeric value: abc
          {"N":"1","SS":[]}         | One or more parameter values were invalid: An string set  may not be empty
          {"S":"1","NS":["1","1"]}  | One or more parameter values were invalid: Input collection contains duplicates.
          {"SS":[]}                 | One or more parameter values were invalid: An string set  may not be empty
          {"NS":[]}                 | One or more parameter values were invalid: An number set  may not be empty
          {"BS":[]}                 | One or more parameter values were invalid: Binary sets should not be empty
          {"SS":["a","a"]}          | One or more parameter values were invalid: Input collection ["a", "a"] contains duplicates.
          {"NS":["1","1.0"]}        | One or more parameter values were invalid: Input collection contains duplicates.
          {"BS":["YQ==","YQ=="]}    | One or more parameter values were invalid: Input collection ["YQ==","YQ=="]of type BS contains duplicates.
          {"NULL":false}            | One or more parameter values were invalid: Null attribute value types must have the value of true
          {"N":"1x"}                | The parameter cannot be converted to a numeric value: 1x
          {"N":"1e200"}             | Number overflow. Attempting to store a number with magnitude larger than supported range
          {"NS":["abc","1"]}        | The parameter cannot be converted to a numeric value: abc
          """)
  void valuesThatAreNotAllowed(String value, String message) {
    String expected =
        message.equals("EMPTY") ? EMPTY : message.equals("SEVERAL") ? SEVERAL : message;
    String item = "{\"a\":{\"S\":\"x\"},\"b\":" + value + ",\"c\":{\"N\":\"1\"}}";
    assertEquals(
        expected, assertThrows(InvalidValueException.class, () -> read(item)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"S":5}          | NUMBER_VALUE cannot be converted to String
          {"S":1.5}        | DECIMAL_VALUE cannot be converted to String
          {"S":true}       | TRUE_VALUE cannot be converted to String
          {"S":[]}         | Unrecognized collection type class java.lang.String
          {"S":{}}         | Start of structure or map found where not expected
          {"N":5}          | NUMBER_VALUE cannot be converted to String
          {"B":5}          | only base-64-encoded strings are convertible to bytes
          {"B":[]}         | Unrecognized collection type class java.nio.ByteBuffer
          {"B":"YQ="}      | Base64 encoded length is expected a multiple of 4 bytes but found: 3
          {"B":"YR=="}     | Invalid last non-pad Base64 character dectected
          {"B":"!!!!"}     | Invalid last non-pad Base64 character dectected
          {"BOOL":"x"}     | Unexpected token received from parser
          {"BOOL":1}       | NUMBER_VALUE cannot be converted to Boolean
          {"BOOL":[]}      | Unrecognized collection type class java.lang.Boolean
          {"SS":"x"}       | Unexpected field type
          {"SS":{}}        | Start of structure or map found where not expected
          {"SS":[1]}       | NUMBER_VALUE cannot be converted to String
          {"L":"x"}        | Unexpected field type
          {"L":{}}         | Start of structure or map found where not expected
          {"L":["x"]}      | Unexpected value type in payload
          {"M":[]}         | Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>
          {"M":"x"}        | Unexpected field type
          "x"              | Unexpected value type in payload
          []               | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue
          """)
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
    AttributeValue.M map = (AttributeValue.M) item.attributes().get("m");
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
