package io.cairndb.dynamodb.wire.json;

/** The escapes of JSON strings. */
final class Unescape {

  private Unescape() {}

  /** Bytes of the escape at {@code at}: 2, 6, or 12 for a pair of surrogates. */
  static int length(byte[] in, int at, int end) {
    if (at + 2 > end) {
      throw JsonReader.malformed();
    }
    if (in[at + 1] != 'u') {
      return 2;
    }
    int unit = hex(in, at + 2, end);
    if (!Character.isSurrogate((char) unit)) {
      return 6;
    }
    boolean paired =
        Character.isHighSurrogate((char) unit)
            && at + 12 <= end
            && in[at + 6] == '\\'
            && in[at + 7] == 'u'
            && Character.isLowSurrogate((char) hex(in, at + 8, end));
    if (!paired) {
      throw JsonReader.malformed();
    }
    return 12;
  }

  /**
   * Puts the character of an escape into {@code out}, which has room for four bytes.
   *
   * @return the index behind what was put
   */
  static int decode(byte[] in, int at, int length, byte[] out, int to) {
    if (length == 2) {
      out[to] = simple(in[at + 1]);
      return to + 1;
    }
    int unit = hex(in, at + 2, at + length);
    int codePoint =
        length == 6 ? unit : Character.toCodePoint((char) unit, (char) hex(in, at + 8, at + 12));
    int next = to;
    if (codePoint < 0x80) {
      out[next++] = (byte) codePoint;
      return next;
    }
    if (codePoint < 0x800) {
      out[next++] = (byte) (0xC0 | codePoint >> 6);
    } else if (codePoint < 0x10000) {
      out[next++] = (byte) (0xE0 | codePoint >> 12);
      out[next++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
    } else {
      out[next++] = (byte) (0xF0 | codePoint >> 18);
      out[next++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
      out[next++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
    }
    out[next++] = (byte) (0x80 | (codePoint & 0x3F));
    return next;
  }

  private static byte simple(byte escape) {
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> throw JsonReader.malformed();
    };
  }

  private static int hex(byte[] in, int at, int end) {
    if (at + 4 > end) {
      throw JsonReader.malformed();
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
      if (digit < 0) {
        throw JsonReader.malformed();
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
