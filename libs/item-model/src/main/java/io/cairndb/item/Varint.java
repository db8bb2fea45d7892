package io.cairndb.item;

/** Unsigned lengths in one to five bytes, seven bits each, least significant first. */
final class Varint {

  private Varint() {}

  /** Writes {@code value} at {@code at} and returns the index after it. */
  static int put(byte[] target, int at, int value) {
    int i = at;
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      target[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[i++] = (byte) rest;
    return i;
  }
}
