package io.cairndb.dynamodb.wire.json;

import io.cairndb.dynamodb.wire.json.JsonTypes.Place;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.DuplicateNameException;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemWriter;
import io.cairndb.item.ValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads items and attribute values from JSON.
 *
 * <p>Values go to an {@link ItemWriter} as they are met. A value that DynamoDB does not allow ends
 * the item with an {@link InvalidValueException}; before it is thrown the rest of the item is read
 * for JSON types only, so that the reader stands behind the item and the caller can go on, for a
 * SerializationException anywhere in a request wins over every invalid value.
 *
 * <p>Of two values under one name the last counts, as with any JSON parser that fills a map. That
 * needs a second pass and is left out until an item asks for it.
 *
 * <p>Reusable; confined to one thread at a time.
 */
public final class ItemJsonReader {
  /** What is said of a value that is null or names no type. */
  public static final String EMPTY =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";

  private static final String SEVERAL =
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
          + " supported datatypes";
  private static final String SHAPE = "AttributeValue";
  private static final int MAX_NAME_BYTES = 65_535;
  private static final byte[] VALUE_NAME = {'v'};

  private final ItemWriter items = new ItemWriter();
  private final Base64Reader base64 = new Base64Reader();

  /** Where values go; null while they are only checked for their JSON types. */
  private @Nullable ItemWriter out;

  /** Duplicate names were met: read names before values. */
  private boolean lastNameWins;

  /** Reads an item, or a key: a map from names to values. */
  public Item readItem(JsonReader json, Place place) {
    JsonTypes.requireMap(json, SHAPE, place);
    int mark = json.mark();
    int depth = json.depth();
    base64.shrink();
    try {
      return writeItem(json);
    } catch (DuplicateNameException e) {
      json.returnTo(mark, depth);
      return readItemLastWins(json, mark, depth);
    } catch (InvalidValueException e) {
      checkTypes(json, mark, depth);
      throw e;
    }
  }

  /** Reads one attribute value. */
  public AttributeValue readValue(JsonReader json, Place place) {
    JsonTypes.requireStructure(json, SHAPE, place);
    int mark = json.mark();
    int depth = json.depth();
    try {
      return writeValue(json, false);
    } catch (DuplicateNameException e) {
      json.returnTo(mark, depth);
      return writeValue(json, true);
    } catch (InvalidValueException e) {
      out = null;
      json.returnTo(mark, depth);
      value(json, Place.ELEMENT);
      throw e;
    }
  }

  private AttributeValue writeValue(JsonReader json, boolean lastWins) {
    lastNameWins = lastWins;
    out = items.begin().name(VALUE_NAME, 0, 1);
    value(json, Place.ELEMENT);
    var reader = items.finish().reader();
    reader.next();
    return reader.value();
  }

  private Item readItemLastWins(JsonReader json, int mark, int depth) {
    lastNameWins = true;
    try {
      return writeItem(json);
    } catch (InvalidValueException e) {
      checkTypes(json, mark, depth);
      throw e;
    } finally {
      lastNameWins = false;
    }
  }

  private Item writeItem(JsonReader json) {
    out = items.begin();
    entries(json);
    return items.finish();
  }

  private void checkTypes(JsonReader json, int mark, int depth) {
    out = null;
    lastNameWins = false;
    json.returnTo(mark, depth);
    entries(json);
  }

  private void entries(JsonReader json) {
    if (lastNameWins && out != null) {
      entriesLastWins(json);
      return;
    }
    json.beginObject();
    while (json.nextName()) {
      if (out != null) {
        if (json.textLength() > MAX_NAME_BYTES) {
          throw nameTooLong();
        }
        out.name(json.text(), json.textOffset(), json.textLength());
      }
      value(json, Place.ELEMENT);
    }
  }

  private void entriesLastWins(JsonReader json) {
    Map<String, Integer> valueMarks = new LinkedHashMap<>();
    int depth = json.depth();
    json.beginObject();
    while (json.nextName()) {
      String name = json.textString();
      valueMarks.put(name, json.mark());
      json.skipValue();
    }
    int behind = json.mark();
    valueMarks.forEach(
        (name, mark) -> {
          json.returnTo(mark, depth + 1);
          items.name(name);
          value(json, Place.ELEMENT);
        });
    json.returnTo(behind, depth);
  }

  private void value(JsonReader json, Place place) {
    if (json.peek() == JsonReader.Token.NULL) {
      json.readNull();
      if (out != null) {
        throw new InvalidValueException(EMPTY);
      }
      return;
    }
    JsonTypes.requireStructure(json, SHAPE, place);
    json.beginObject();
    int types = 0;
    while (json.nextName()) {
      ValueType type = typeOf(json.text(), json.textOffset(), json.textLength());
      if (json.peek() == JsonReader.Token.NULL) {
        json.readNull();
      } else if (type == null) {
        json.skipValue();
      } else if (types++ == 0) {
        typed(json, type);
      } else {
        surplus(json, type);
      }
    }
    if (out != null && types != 1) {
      throw new InvalidValueException(types == 0 ? EMPTY : SEVERAL);
    }
  }

  /** A second type in one value: what is wrong inside is reported before the fact itself. */
  private void surplus(JsonReader json, ValueType type) {
    if (out == null) {
      typed(json, type);
      return;
    }
    boolean nested = type == ValueType.L || type == ValueType.M;
    out = nested ? null : new ItemWriter().begin().name(VALUE_NAME, 0, 1);
    typed(json, type);
    out = items;
  }

  private void typed(JsonReader json, ValueType type) {
    switch (type) {
      case S -> {
        JsonTypes.readString(json);
        if (out != null) {
          out.string(json.text(), json.textOffset(), json.textLength());
        }
      }
      case N -> {
        JsonTypes.readString(json);
        if (out != null) {
          out.number(json.text(), json.textOffset(), json.textLength());
        }
      }
      case B -> {
        base64.read(json);
        if (out != null) {
          out.binary(base64.bytes(), 0, base64.length());
        }
      }
      case BOOL -> {
        boolean truth = JsonTypes.readBoolean(json);
        if (out != null) {
          out.bool(truth);
        }
      }
      case NULL -> nullValue(json);
      case SS, NS, BS -> set(json, type);
      case L -> list(json);
      case M -> map(json);
    }
  }

  private void nullValue(JsonReader json) {
    boolean truth = JsonTypes.readBoolean(json);
    if (out != null) {
      if (!truth) {
        throw new InvalidValueException(
            "One or more parameter values were invalid: Null attribute value types must have the"
                + " value of true");
      }
      out.nullValue();
    }
  }

  private void set(JsonReader json, ValueType type) {
    JsonTypes.requireList(json, Place.MEMBER);
    if (out != null) {
      out.beginSet(type);
    }
    json.beginArray();
    while (json.nextElement()) {
      if (json.peek() == JsonReader.Token.NULL) {
        json.readNull();
        if (out != null) {
          throw nullInSet(type);
        }
      } else {
        typed(json, elementType(type));
      }
    }
    if (out != null) {
      out.endSet();
    }
  }

  private void list(JsonReader json) {
    JsonTypes.requireList(json, Place.MEMBER);
    if (out != null) {
      out.beginList();
    }
    json.beginArray();
    while (json.nextElement()) {
      value(json, Place.ELEMENT);
    }
    if (out != null) {
      out.endList();
    }
  }

  private void map(JsonReader json) {
    JsonTypes.requireMap(json, SHAPE, Place.MEMBER);
    if (out != null) {
      out.beginMap();
    }
    entries(json);
    if (out != null) {
      out.endMap();
    }
  }

  private static ValueType elementType(ValueType set) {
    return switch (set) {
      case SS -> ValueType.S;
      case NS -> ValueType.N;
      case BS -> ValueType.B;
      case S, N, B, BOOL, NULL, L, M -> throw new IllegalArgumentException(set + " is not a set");
    };
  }

  private static InvalidValueException nullInSet(ValueType type) {
    String what =
        switch (type) {
          case SS -> "An string set may not have a null string as a member";
          case NS -> "An number set may not have a null string as a member";
          default -> "Binary sets may not contain null values";
        };
    return new InvalidValueException("One or more parameter values were invalid: " + what);
  }

  private static InvalidValueException nameTooLong() {
    return new InvalidValueException(
        "One or more parameter values were invalid: Attribute name is too large, must be less than"
            + " 65536 bytes");
  }

  private static @Nullable ValueType typeOf(byte[] text, int offset, int length) {
    return switch (length) {
      case 1 ->
          switch (text[offset]) {
            case 'S' -> ValueType.S;
            case 'N' -> ValueType.N;
            case 'B' -> ValueType.B;
            case 'L' -> ValueType.L;
            case 'M' -> ValueType.M;
            default -> null;
          };
      case 2 ->
          text[offset + 1] != 'S'
              ? null
              : switch (text[offset]) {
                case 'S' -> ValueType.SS;
                case 'N' -> ValueType.NS;
                case 'B' -> ValueType.BS;
                default -> null;
              };
      case 4 ->
          is(text, offset, NULL) ? ValueType.NULL : is(text, offset, BOOL) ? ValueType.BOOL : null;
      default -> null;
    };
  }

  private static final byte[] NULL = {'N', 'U', 'L', 'L'};
  private static final byte[] BOOL = {'B', 'O', 'O', 'L'};

  private static boolean is(byte[] text, int offset, byte[] name) {
    return Arrays.equals(text, offset, offset + name.length, name, 0, name.length);
  }
}
