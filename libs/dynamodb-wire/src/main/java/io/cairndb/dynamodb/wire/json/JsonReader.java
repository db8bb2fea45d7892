package io.cairndb.dynamodb.wire.json;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pulls tokens from JSON in UTF-8.
 *
 * <p>{@link #beginObject()} then {@link #nextName()} until it is false, {@link #beginArray()} then
 * {@link #nextElement()} until it is false; each name or element is followed by exactly one value,
 * read or {@linkplain #skipValue() skipped}. A string, name or number just read is a slice of
 * bytes: {@link #text()}, {@link #textOffset()}, {@link #textLength()}; it is of the input where
 * nothing was escaped, and otherwise valid until the next such token.
 *
 * <p>Strict: UTF-8 is checked everywhere, escapes must pair surrogates, containers may nest {@link
 * #MAX_DEPTH} deep. Anything malformed is a SerializationException without a message, as from
 * DynamoDB.
 */
public final class JsonReader {
  /** Far more than any request needs: 32 levels of attributes are 64 of JSON. */
  public static final int MAX_DEPTH = 256;

  private static final int KEEP_BYTES = 1 << 16;

  private byte[] in = new byte[0];
  private int position;
  private int end;
  private int depth;

  /** A container was begun and nothing read from it. */
  private boolean fresh;

  private byte[] text = in;
  private int textOffset;
  private int textLength;
  private byte[] unescaped = new byte[256];

  /** What the next value is, by its first byte. */
  public enum Token {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  public JsonReader reset(byte[] json) {
    return reset(json, 0, json.length);
  }

  public JsonReader reset(byte[] json, int offset, int length) {
    in = json;
    position = offset;
    end = offset + length;
    depth = 0;
    fresh = false;
    text = json;
    textLength = 0;
    if (unescaped.length > KEEP_BYTES) {
      unescaped = new byte[256];
    }
    return this;
  }

  /** Lets go of the input. */
  public void release() {
    reset(unescaped, 0, 0);
  }

  /** The next value's kind, without reading it. */
  public Token peek() {
    return switch (skipSpace()) {
      case '{' -> Token.OBJECT;
      case '[' -> Token.ARRAY;
      case '"' -> Token.STRING;
      case 't' -> Token.TRUE;
      case 'f' -> Token.FALSE;
      case 'n' -> Token.NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Token.NUMBER;
      default -> throw malformed();
    };
  }

  public void beginObject() {
    begin('{');
  }

  /** Reads the next name of the object, or its end. */
  public boolean nextName() {
    if (!next('}')) {
      return false;
    }
    readString();
    if (skipSpace() != ':') {
      throw malformed();
    }
    position++;
    return true;
  }

  public void beginArray() {
    begin('[');
  }

  /** Whether another element follows; reads the array's end otherwise. */
  public boolean nextElement() {
    return next(']');
  }

  /** Reads a string into the text slice. */
  public void readString() {
    if (skipSpace() != '"') {
      throw malformed();
    }
    int from = position + 1;
    int special = Ascii.findSpecial(in, from, end);
    if (special < end && in[special] == '"') {
      text = in;
      textOffset = from;
      textLength = special - from;
      position = special + 1;
    } else {
      readSpecialString(from, special);
    }
  }

  /** Reads a number into the text slice, as written. */
  public void readNumber() {
    int from = position;
    int i = from;
    if (i < end && in[i] == '-') {
      i++;
    }
    int whole = i;
    i = digits(i);
    if (in[whole] == '0' && i > whole + 1) {
      throw malformed();
    }
    if (i < end && in[i] == '.') {
      i = digits(i + 1);
    }
    if (i < end && (in[i] == 'e' || in[i] == 'E')) {
      i++;
      if (i < end && (in[i] == '+' || in[i] == '-')) {
        i++;
      }
      i = digits(i);
    }
    text = in;
    textOffset = from;
    textLength = i - from;
    position = i;
  }

  public boolean readBoolean() {
    boolean value = in[position] == 't';
    literal(value ? "true" : "false");
    return value;
  }

  public void readNull() {
    literal("null");
  }

  public byte[] text() {
    return text;
  }

  public int textOffset() {
    return textOffset;
  }

  public int textLength() {
    return textLength;
  }

  public String textString() {
    return new String(text, textOffset, textLength, StandardCharsets.UTF_8);
  }

  /** Whether the text slice is {@code ascii}. */
  public boolean textIs(byte[] ascii) {
    return textLength == ascii.length
        && Arrays.equals(text, textOffset, textOffset + textLength, ascii, 0, ascii.length);
  }

  /** Reads one value, checks that it is JSON, and drops it. */
  public void skipValue() {
    switch (peek()) {
      case OBJECT -> {
        beginObject();
        while (nextName()) {
          skipValue();
        }
      }
      case ARRAY -> {
        beginArray();
        while (nextElement()) {
          skipValue();
        }
      }
      case STRING -> readString();
      case NUMBER -> readNumber();
      case TRUE, FALSE -> readBoolean();
      case NULL -> readNull();
    }
  }

  /** Nothing but white space may follow the outermost value. */
  public void requireEnd() {
    while (position < end) {
      if (!isSpace(in[position])) {
        throw malformed();
      }
      position++;
    }
  }

  /** Where the next token, or the space before it, starts; for {@link #returnTo}. */
  int mark() {
    return position;
  }

  /** Goes back to the start of a value, at the depth it had. */
  void returnTo(int mark, int markedDepth) {
    position = mark;
    depth = markedDepth;
    fresh = false;
  }

  int depth() {
    return depth;
  }

  private void begin(char opening) {
    if (skipSpace() != opening || depth == MAX_DEPTH) {
      throw malformed();
    }
    depth++;
    position++;
    fresh = true;
  }

  private boolean next(char closing) {
    int c = skipSpace();
    if (c == closing) {
      position++;
      depth--;
      fresh = false;
      return false;
    }
    if (fresh) {
      fresh = false;
    } else if (c == ',') {
      position++;
    } else {
      throw malformed();
    }
    return true;
  }

  /** Moves to the next byte that is not space and returns it. */
  private int skipSpace() {
    while (position < end) {
      byte b = in[position];
      if (!isSpace(b)) {
        return b;
      }
      position++;
    }
    throw malformed();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private int digits(int from) {
    int i = from;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    if (i == from) {
      throw malformed();
    }
    return i;
  }

  private void literal(String expected) {
    int length = expected.length();
    if (end - position < length) {
      throw malformed();
    }
    for (int i = 0; i < length; i++) {
      if (in[position + i] != expected.charAt(i)) {
        throw malformed();
      }
    }
    position += length;
  }

  /** Reads a string with escapes or characters beyond ASCII. */
  private void readSpecialString(int from, int firstSpecial) {
    int length = 0;
    int copied = from;
    int i = firstSpecial;
    while (true) {
      if (i >= end) {
        throw malformed();
      }
      byte b = in[i];
      if (b == '"') {
        break;
      }
      if (b == '\\') {
        length = append(copied, i - copied, length);
        int consumed = Unescape.length(in, i, end);
        reserve(length + 4);
        length = Unescape.decode(in, i, consumed, unescaped, length);
        i += consumed;
        copied = i;
      } else if (b < 0) {
        i += Utf8Check.sequence(in, i, end);
      } else {
        throw malformed();
      }
      i = Ascii.findSpecial(in, i, end);
    }
    if (copied == from) {
      text = in;
      textOffset = from;
      textLength = i - from;
    } else {
      textLength = append(copied, i - copied, length);
      text = unescaped;
      textOffset = 0;
    }
    position = i + 1;
  }

  private int append(int from, int count, int length) {
    reserve(length + count);
    System.arraycopy(in, from, unescaped, length, count);
    return length + count;
  }

  private void reserve(int size) {
    if (size > unescaped.length) {
      unescaped = Arrays.copyOf(unescaped, Math.max(size, unescaped.length * 2));
    }
  }

  static DynamoDbException malformed() {
    return DynamoDbErrors.serialization();
  }
}
