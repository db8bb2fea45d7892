package io.cairndb.item;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Keys as bytes whose unsigned order is the order DynamoDB sorts by, and of which none is a prefix
 * of another, so that encodings may be put one after another; see {@code docs/formats/keys.md}.
 *
 * <p>The type is not part of the encoding: the schema knows it. Pure functions.
 */
public final class KeyEncoder {
  private static final int ESCAPE = 0x00;
  private static final int ESCAPED_ZERO = 0xFF;
  private static final int TERMINATOR = 0x01;
  private static final int TERMINATOR_BYTES = 2;

  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 3;

  private KeyEncoder() {}

  /**
   * Encodes one value.
   *
   * @throws IllegalArgumentException unless it is a string, number or binary
   */
  public static byte[] encode(AttributeValue value) {
    KeyBuffer target = new KeyBuffer();
    append(target, value);
    return target.toArray();
  }

  /** Encodes values one after another. */
  public static byte[] encode(List<? extends AttributeValue> values) {
    KeyBuffer target = new KeyBuffer();
    values.forEach(value -> append(target, value));
    return target.toArray();
  }

  /**
   * The common beginning of all encodings of strings or binaries that begin with {@code value}.
   *
   * @throws IllegalArgumentException unless it is a string or binary
   */
  public static byte[] encodePrefix(AttributeValue value) {
    KeyBuffer target = new KeyBuffer();
    switch (value) {
      case AttributeValue.S s -> {
        Bytes utf8 = Bytes.utf8(s.value());
        appendEscaped(target, utf8.array(), utf8.offset(), utf8.length());
      }
      case AttributeValue.B b ->
          appendEscaped(target, b.value().array(), b.value().offset(), b.value().length());
      case AttributeValue.N ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Bool ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Null ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Ss ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Ns ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Bs ignored -> throw notAKey(value.typeCode());
      case AttributeValue.L ignored -> throw notAKey(value.typeCode());
      case AttributeValue.M ignored -> throw notAKey(value.typeCode());
    }
    return target.toArray();
  }

  /** Decodes the value of that type which starts at {@code from}. */
  public static AttributeValue decode(ScalarType type, byte[] key, int from) {
    return switch (type) {
      case S -> new AttributeValue.S(Bytes.of(unescape(key, from)).utf8());
      case B -> new AttributeValue.B(Bytes.of(unescape(key, from)));
      case N -> new AttributeValue.N(decodeNumber(key, from));
    };
  }

  /** Decodes the values of {@code attributes}, which follow one another from {@code from}. */
  public static List<AttributeValue> decode(List<KeyAttribute> attributes, byte[] key, int from) {
    List<AttributeValue> values = new ArrayList<>(attributes.size());
    int at = from;
    for (KeyAttribute attribute : attributes) {
      values.add(decode(attribute.type(), key, at));
      at = end(attribute.type(), key, at);
    }
    return values;
  }

  /**
   * Index after the encoding of that type which starts at {@code from}.
   *
   * @throws ItemFormatException when the bytes end before it does
   */
  public static int end(ScalarType type, byte[] key, int from) {
    int at = from;
    if (type == ScalarType.N) {
      int sign = byteAt(key, at++);
      if (sign == ZERO) {
        return at;
      }
      int terminator = sign == POSITIVE ? 0x00 : 0xFF;
      at++;
      while (byteAt(key, at) != terminator) {
        at++;
      }
      return at + 1;
    }
    while (true) {
      if (byteAt(key, at++) == ESCAPE && byteAt(key, at++) == TERMINATOR) {
        return at;
      }
    }
  }

  /** Index after the encodings of all of {@code attributes}. */
  public static int end(List<KeyAttribute> attributes, byte[] key, int from) {
    int at = from;
    for (KeyAttribute attribute : attributes) {
      at = end(attribute.type(), key, at);
    }
    return at;
  }

  /** Encodes the named attributes of {@code item} one after another, without decoding them. */
  static byte[] encode(List<KeyAttribute> attributes, Item item) {
    if (attributes.isEmpty()) {
      return NO_BYTES;
    }
    ItemReader reader = new ItemReader();
    find(attributes.get(0), item, reader);
    boolean alone = attributes.size() == 1 && attributes.get(0).type() != ScalarType.N;
    KeyBuffer target =
        alone ? new KeyBuffer(reader.valueLength() + TERMINATOR_BYTES) : new KeyBuffer();
    append(target, attributes.get(0).type(), reader);
    for (int i = 1; i < attributes.size(); i++) {
      find(attributes.get(i), item, reader);
      append(target, attributes.get(i).type(), reader);
    }
    return target.toArray();
  }

  private static void find(KeyAttribute attribute, Item item, ItemReader reader) {
    reader.reset(item);
    if (!reader.find(attribute.name())) {
      throw missing(attribute);
    }
    requireType(attribute, reader.type());
  }

  static byte[] encode(List<KeyAttribute> attributes, Map<String, AttributeValue> values) {
    if (attributes.isEmpty()) {
      return NO_BYTES;
    }
    KeyBuffer target = new KeyBuffer();
    for (KeyAttribute attribute : attributes) {
      AttributeValue value = values.get(attribute.name());
      if (value == null) {
        throw missing(attribute);
      }
      requireType(attribute, value.type());
      append(target, value);
    }
    return target.toArray();
  }

  private static final byte[] NO_BYTES = {};

  private static void requireType(KeyAttribute attribute, ValueType actual) {
    if (!actual.code().equals(attribute.type().name())) {
      throw new IllegalArgumentException(
          "key attribute " + attribute.name() + " is of type " + actual.code());
    }
  }

  private static IllegalArgumentException missing(KeyAttribute attribute) {
    return new IllegalArgumentException("key attribute " + attribute.name() + " is missing");
  }

  private static IllegalArgumentException notAKey(String type) {
    return new IllegalArgumentException("a value of type " + type + " has no such key form");
  }

  private static void append(KeyBuffer target, ScalarType type, ItemReader reader) {
    if (type == ScalarType.N) {
      appendNumber(target, reader.array(), reader.valueOffset(), reader.valueLength());
    } else {
      appendBytes(target, reader.array(), reader.valueOffset(), reader.valueLength());
    }
  }

  private static void append(KeyBuffer target, AttributeValue value) {
    switch (value) {
      case AttributeValue.S s -> {
        Bytes utf8 = Bytes.utf8(s.value());
        appendBytes(target, utf8.array(), utf8.offset(), utf8.length());
      }
      case AttributeValue.B b ->
          appendBytes(target, b.value().array(), b.value().offset(), b.value().length());
      case AttributeValue.N n -> {
        byte[] ascii = n.value().ascii();
        appendNumber(target, ascii, 0, ascii.length);
      }
      case AttributeValue.Bool ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Null ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Ss ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Ns ignored -> throw notAKey(value.typeCode());
      case AttributeValue.Bs ignored -> throw notAKey(value.typeCode());
      case AttributeValue.L ignored -> throw notAKey(value.typeCode());
      case AttributeValue.M ignored -> throw notAKey(value.typeCode());
    }
  }

  private static void appendBytes(KeyBuffer target, byte[] source, int offset, int length) {
    appendEscaped(target, source, offset, length);
    target.put(ESCAPE);
    target.put(TERMINATOR);
  }

  private static void appendEscaped(KeyBuffer target, byte[] source, int offset, int length) {
    int copied = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (source[i] == 0) {
        target.put(source, copied, i + 1 - copied);
        target.put(ESCAPED_ZERO);
        copied = i + 1;
      }
    }
    target.put(source, copied, end - copied);
  }

  private static byte[] unescape(byte[] key, int from) {
    int end = end(ScalarType.B, key, from) - 2;
    byte[] value = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      value[length++] = key[i];
      if (key[i] == ESCAPE) {
        i++;
        if (byteAt(key, i) != ESCAPED_ZERO) {
          throw new ItemFormatException("a key with an unknown escape");
        }
      }
    }
    return length == value.length ? value : Arrays.copyOf(value, length);
  }

  /** Sign, magnitude in one byte, digits two to a byte plus one, terminator. */
  private static void appendNumber(KeyBuffer target, byte[] text, int offset, int length) {
    NumberText.Scan number = NumberText.Scan.of(text, offset, length);
    if (number == null) {
      throw new ItemFormatException("not a number in a key attribute");
    }
    if (number.count == 0) {
      target.put(ZERO);
      return;
    }
    int flip = number.negative ? 0xFF : 0;
    target.put(number.negative ? NEGATIVE : POSITIVE);
    target.put((int) (number.magnitude() - NumberText.MIN_MAGNITUDE) ^ flip);
    for (int i = 0; i < number.count; i += 2) {
      int tens = number.digits[i] - '0';
      int units = i + 1 < number.count ? number.digits[i + 1] - '0' : 0;
      target.put((tens * 10 + units + 1) ^ flip);
    }
    target.put(flip);
  }

  private static Number38 decodeNumber(byte[] key, int from) {
    int sign = byteAt(key, from);
    if (sign == ZERO) {
      return Number38.ZERO;
    }
    if (sign != NEGATIVE && sign != POSITIVE) {
      throw new ItemFormatException("a number key of unknown sign " + sign);
    }
    int flip = sign == NEGATIVE ? 0xFF : 0;
    int magnitude = (byteAt(key, from + 1) ^ flip) + NumberText.MIN_MAGNITUDE;
    int end = end(ScalarType.N, key, from) - 1;
    byte[] digits = new byte[Math.max(0, 2 * (end - from - 2))];
    int count = 0;
    for (int i = from + 2; i < end; i++) {
      int pair = ((key[i] & 0xFF) ^ flip) - 1;
      if (pair > 99) {
        throw new ItemFormatException("a number key with an unknown pair of digits");
      }
      digits[count++] = (byte) ('0' + pair / 10);
      digits[count++] = (byte) ('0' + pair % 10);
    }
    if (count > 0 && digits[count - 1] == '0') {
      count--;
    }
    if (count == 0
        || count > NumberText.MAX_DIGITS
        || digits[0] == '0'
        || digits[count - 1] == '0') {
      throw new ItemFormatException("a number key without its digits");
    }
    byte[] text = NumberText.render(sign == NEGATIVE, digits, count, magnitude);
    return Number38.ofCanonical(text, 0, text.length);
  }

  private static int byteAt(byte[] key, int at) {
    if (at >= key.length) {
      throw new ItemFormatException("a key ends early");
    }
    return key[at] & 0xFF;
  }
}
