package io.cairndb.item;

/** The bytes of items: constants of {@code docs/formats/item.md}, shared by writer and reader. */
final class ItemLayout {
  static final byte VERSION = 1;

  /** Version byte, then the DynamoDB size as four big-endian bytes. */
  static final int HEADER_BYTES = 5;

  /** Deepest level a value may be on; an attribute of the item is on level 1. */
  static final int MAX_LEVEL = 32;

  static final byte TAG_S = 1;
  static final byte TAG_N = 2;
  static final byte TAG_B = 3;
  static final byte TAG_TRUE = 4;
  static final byte TAG_FALSE = 5;
  static final byte TAG_NULL = 6;
  static final byte TAG_SS = 7;
  static final byte TAG_NS = 8;
  static final byte TAG_BS = 9;
  static final byte TAG_L = 10;
  static final byte TAG_M = 11;

  private ItemLayout() {}

  static byte tagOf(ValueType container) {
    return switch (container) {
      case SS -> TAG_SS;
      case NS -> TAG_NS;
      case BS -> TAG_BS;
      case L -> TAG_L;
      case M -> TAG_M;
      case S, N, B, BOOL, NULL ->
          throw new IllegalArgumentException(container + " is not a container");
    };
  }

  static void putInt(byte[] target, int at, int value) {
    target[at] = (byte) (value >>> 24);
    target[at + 1] = (byte) (value >>> 16);
    target[at + 2] = (byte) (value >>> 8);
    target[at + 3] = (byte) value;
  }

  static int getInt(byte[] source, int at) {
    return (source[at] & 0xFF) << 24
        | (source[at + 1] & 0xFF) << 16
        | (source[at + 2] & 0xFF) << 8
        | (source[at + 3] & 0xFF);
  }
}
