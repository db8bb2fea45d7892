package io.cairndb.dynamodb.wire.json;

import io.cairndb.item.Item;
import java.time.Instant;

/**
 * Writes JSON into a {@link WireBuffer}. Commas are put where they belong; that names and values
 * alternate and that what is begun is ended is the caller's duty. Reusable; confined to one thread
 * at a time.
 *
 * <p>Numbers that DynamoDB models as doubles are written in plain notation with at least one
 * decimal, as its clients expect them.
 */
public final class JsonWriter {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] BASE64 = base64Alphabet();

  /** Below, a multiple of a tenth is exactly the double nearest to it when divided again. */
  private static final double EXACT_TENTHS = 1e14;

  private final WireBuffer out;
  private final ItemJsonWriter items = new ItemJsonWriter();

  public JsonWriter(WireBuffer out) {
    this.out = out;
  }

  public WireBuffer buffer() {
    return out;
  }

  /** Forgets what was written, to write something else; keeps a buffer of that length at most. */
  public JsonWriter reset(int keptBytes) {
    out.clear(keptBytes);
    items.release();
    return this;
  }

  public JsonWriter beginObject() {
    separate();
    out.put('{');
    return this;
  }

  public JsonWriter endObject() {
    out.put('}');
    return this;
  }

  public JsonWriter beginArray() {
    separate();
    out.put('[');
    return this;
  }

  public JsonWriter endArray() {
    out.put(']');
    return this;
  }

  /** Writes the name of a member of the model: ASCII with nothing to escape. */
  public JsonWriter member(String asciiName) {
    separate();
    out.put('"').putAscii(asciiName).put('"').put(':');
    return this;
  }

  /** Writes a name of any content, such as a table's or an attribute's. */
  public JsonWriter name(String name) {
    string(name);
    out.put(':');
    return this;
  }

  /** Writes a name given in UTF-8. */
  public JsonWriter name(byte[] utf8, int offset, int length) {
    string(utf8, offset, length);
    out.put(':');
    return this;
  }

  /** Writes an item as a map from names to attribute values. */
  public JsonWriter item(Item item) {
    items.write(this, item);
    return this;
  }

  public JsonWriter string(String value) {
    separate();
    out.put('"');
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
        utf8(Character.toCodePoint(c, value.charAt(i)));
      } else {
        // A lone surrogate has no UTF-8; the replacement character stands for it.
        utf8(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    out.put('"');
    return this;
  }

  /** Writes a string given in valid UTF-8. */
  public JsonWriter string(byte[] utf8, int offset, int length) {
    separate();
    out.ensure(length + 2);
    out.put('"');
    int end = offset + length;
    int from = offset;
    while (from < end) {
      int special = Ascii.findEscaped(utf8, from, end);
      out.put(utf8, from, special - from);
      if (special < end) {
        ascii(utf8[special]);
        special++;
      }
      from = special;
    }
    out.put('"');
    return this;
  }

  /** Writes bytes as a string in Base64. */
  public JsonWriter base64(byte[] bytes, int offset, int length) {
    separate();
    int encoded = Math.multiplyExact((length + 2) / 3, 4);
    out.ensure(Math.addExact(encoded, 2));
    out.put('"');
    encodeBase64(bytes, offset, length, out.array(), out.size());
    out.advance(encoded);
    out.put('"');
    return this;
  }

  public JsonWriter bool(boolean value) {
    separate();
    out.putAscii(value ? "true" : "false");
    return this;
  }

  public JsonWriter number(long value) {
    separate();
    digits(value);
    return this;
  }

  public JsonWriter number(double value) {
    separate();
    double tenths = value * 10;
    if (tenths == Math.rint(tenths) && Math.abs(tenths) < EXACT_TENTHS && tenths / 10 == value) {
      long exact = (long) tenths;
      if (exact < 0) {
        out.put('-');
      }
      digits(Math.abs(exact / 10));
      out.put('.').put((int) ('0' + Math.abs(exact % 10)));
    } else {
      out.putAscii(Double.toString(value));
    }
    return this;
  }

  /** Writes a number in its decimal notation, digit by digit. */
  public JsonWriter numberText(String decimal) {
    separate();
    out.putAscii(decimal);
    return this;
  }

  public JsonWriter nullValue() {
    separate();
    out.putAscii("null");
    return this;
  }

  /**
   * Writes a point in time as DynamoDB does: seconds since 1970 with milliseconds behind the point.
   */
  public JsonWriter timestamp(Instant instant) {
    separate();
    long millis = instant.toEpochMilli();
    digits(Math.floorDiv(millis, 1000L));
    int fraction = (int) Math.floorMod(millis, 1000L);
    out.put('.').put('0' + fraction / 100);
    if (fraction % 100 != 0) {
      out.put('0' + fraction / 10 % 10);
      if (fraction % 10 != 0) {
        out.put('0' + fraction % 10);
      }
    }
    return this;
  }

  /** Writes a point in time in whole seconds, the precision of stream records. */
  public JsonWriter seconds(Instant instant) {
    return number(instant.getEpochSecond());
  }

  private void separate() {
    int last = out.last();
    if (last != '{' && last != '[' && last != ':' && last != -1) {
      out.put(',');
    }
  }

  private void digits(long value) {
    if (value < 0) {
      out.putAscii(Long.toString(value));
      return;
    }
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    out.ensure(count);
    byte[] target = out.array();
    long rest = value;
    for (int i = out.size() + count - 1; i >= out.size(); i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    out.advance(count);
  }

  private void ascii(int c) {
    if (c >= 0x20 && c != '"' && c != '\\') {
      out.put(c);
      return;
    }
    out.put('\\');
    switch (c) {
      case '"', '\\' -> out.put(c);
      case '\n' -> out.put('n');
      case '\r' -> out.put('r');
      case '\t' -> out.put('t');
      case '\b' -> out.put('b');
      case '\f' -> out.put('f');
      default -> out.putAscii("u00").put(HEX[c >> 4]).put(HEX[c & 0xF]);
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      out.put(0xC0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        out.put(0xE0 | codePoint >> 12);
      } else {
        out.put(0xF0 | codePoint >> 18).put(0x80 | (codePoint >> 12 & 0x3F));
      }
      out.put(0x80 | (codePoint >> 6 & 0x3F));
    }
    out.put(0x80 | (codePoint & 0x3F));
  }

  private static void encodeBase64(byte[] bytes, int offset, int length, byte[] target, int start) {
    int at = start;
    int end = offset + length;
    int i = offset;
    for (; i + 2 < end; i += 3) {
      int bits = (bytes[i] & 0xFF) << 16 | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF);
      target[at++] = BASE64[bits >> 18];
      target[at++] = BASE64[bits >> 12 & 0x3F];
      target[at++] = BASE64[bits >> 6 & 0x3F];
      target[at++] = BASE64[bits & 0x3F];
    }
    int left = end - i;
    if (left > 0) {
      int bits = (bytes[i] & 0xFF) << 16 | (left == 2 ? (bytes[i + 1] & 0xFF) << 8 : 0);
      target[at++] = BASE64[bits >> 18];
      target[at++] = BASE64[bits >> 12 & 0x3F];
      target[at++] = left == 2 ? BASE64[bits >> 6 & 0x3F] : (byte) '=';
      target[at] = '=';
    }
  }

  private static byte[] base64Alphabet() {
    byte[] alphabet = new byte[64];
    for (int i = 0; i < 26; i++) {
      alphabet[i] = (byte) ('A' + i);
      alphabet[26 + i] = (byte) ('a' + i);
    }
    for (int i = 0; i < 10; i++) {
      alphabet[52 + i] = (byte) ('0' + i);
    }
    alphabet[62] = '+';
    alphabet[63] = '/';
    return alphabet;
  }
}
