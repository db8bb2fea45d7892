package io.cairndb.dynamodb.wire.json;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.JsonReader.Token;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Which JSON value stands for which type of the model, and what DynamoDB says of any other: texts
 * and oddities (words accepted as booleans, decimals cut to integers) are its own.
 */
public final class JsonTypes {
  private static final String MODEL = "com.amazonaws.dynamodb.v20120810.";

  /** A class cast error of the original's reflection, known to the world by its text. */
  private static final String PARAMETERIZED_TYPE =
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class"
          + " java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
          + " java.lang.Class are in module java.base of loader 'bootstrap')";

  /** Where a value stands: it decides the text for a scalar that should be a structure. */
  public enum Place {
    MEMBER,
    ELEMENT
  }

  private JsonTypes() {}

  /** Reads a string into the text slice. */
  public static void readString(JsonReader json) {
    Token token = json.peek();
    if (token != Token.STRING) {
      throw notScalar(json, token, "String", "java.lang.String");
    }
    json.readString();
  }

  public static boolean readBoolean(JsonReader json) {
    Token token = json.peek();
    if (token == Token.TRUE || token == Token.FALSE) {
      return json.readBoolean();
    }
    if (token != Token.STRING) {
      throw notScalar(json, token, "Boolean", "java.lang.Boolean");
    }
    json.readString();
    return switch (json.textString().toUpperCase(Locale.ROOT)) {
      case "TRUE", "YES", "1" -> true;
      case "FALSE", "NO", "0" -> false;
      default -> throw DynamoDbErrors.serialization("Unexpected token received from parser");
    };
  }

  /**
   * Reads an integer; a decimal loses its fraction.
   *
   * @param typeName {@code Integer} or {@code Long}, for the error
   */
  public static long readInteger(JsonReader json, String typeName) {
    Token token = json.peek();
    if (token != Token.NUMBER) {
      throw notScalar(json, token, typeName, "java.lang." + typeName);
    }
    json.readNumber();
    long least = typeName.equals("Integer") ? Integer.MIN_VALUE : Long.MIN_VALUE;
    long most = typeName.equals("Integer") ? Integer.MAX_VALUE : Long.MAX_VALUE;
    String text = json.textString();
    try {
      long value =
          isDecimal(json) ? (long) Math.floor(Double.parseDouble(text)) : Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Grammar was checked: only the range can be wrong.
    }
    throw DynamoDbErrors.serialization();
  }

  /** Reads a timestamp: seconds since 1970, with a fraction. */
  public static double readSeconds(JsonReader json) {
    Token token = json.peek();
    if (token != Token.NUMBER) {
      throw notScalar(json, token, "Date", "java.util.Date");
    }
    json.readNumber();
    return Double.parseDouble(json.textString());
  }

  /** Checks that an object follows, for a structure of the model. */
  public static void requireStructure(JsonReader json, String shape, Place place) {
    switch (json.peek()) {
      case OBJECT -> {}
      case ARRAY ->
          throw DynamoDbErrors.serialization("Unrecognized collection type class " + MODEL + shape);
      case STRING, NUMBER, TRUE, FALSE, NULL ->
          throw DynamoDbErrors.serialization(
              place == Place.MEMBER ? "Unexpected field type" : "Unexpected value type in payload");
    }
  }

  /** Checks that an array follows. */
  public static void requireList(JsonReader json, Place place) {
    switch (json.peek()) {
      case ARRAY -> {}
      case OBJECT -> throw structureNotExpected();
      case STRING, NUMBER, TRUE, FALSE, NULL -> throw scalarForCollection(place);
    }
  }

  /**
   * Checks that an object follows, for a map.
   *
   * @param valueShape what the map holds: a shape of the model, or {@code java.lang.String}
   */
  public static void requireMap(JsonReader json, String valueShape, Place place) {
    switch (json.peek()) {
      case OBJECT -> {}
      case ARRAY ->
          throw DynamoDbErrors.serialization(
              "Unrecognized collection type java.util.Map<java.lang.String, "
                  + (valueShape.indexOf('.') < 0 ? MODEL : "")
                  + valueShape
                  + ">");
      case STRING, NUMBER, TRUE, FALSE, NULL -> throw scalarForCollection(place);
    }
  }

  private static DynamoDbException scalarForCollection(Place place) {
    return DynamoDbErrors.serialization(
        place == Place.MEMBER ? "Unexpected field type" : PARAMETERIZED_TYPE);
  }

  static DynamoDbException structureNotExpected() {
    return DynamoDbErrors.serialization("Start of structure or map found where not expected");
  }

  private static DynamoDbException notScalar(
      JsonReader json, Token token, String typeName, String className) {
    return switch (token) {
      case OBJECT -> structureNotExpected();
      case ARRAY -> DynamoDbErrors.serialization("Unrecognized collection type class " + className);
      case STRING -> cannotConvert("STRING_VALUE", typeName);
      case TRUE -> cannotConvert("TRUE_VALUE", typeName);
      case FALSE -> cannotConvert("FALSE_VALUE", typeName);
      case NULL -> cannotConvert("NULL_VALUE", typeName);
      case NUMBER -> {
        json.readNumber();
        yield cannotConvert(isDecimal(json) ? "DECIMAL_VALUE" : "NUMBER_VALUE", typeName);
      }
    };
  }

  private static DynamoDbException cannotConvert(String found, String typeName) {
    return DynamoDbErrors.serialization(found + " cannot be converted to " + typeName);
  }

  /** Whether the number just read has a fraction or an exponent. */
  private static boolean isDecimal(JsonReader json) {
    String text =
        new String(json.text(), json.textOffset(), json.textLength(), StandardCharsets.ISO_8859_1);
    return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
  }
}
