package io.cairndb.item;

import java.util.Arrays;

/** A growing byte array for keys. Confined to one thread. */
final class KeyBuffer {
  private static final int USUAL_BYTES = 64;

  private byte[] array;
  private int length;

  KeyBuffer() {
    this(USUAL_BYTES);
  }

  KeyBuffer(int expectedBytes) {
    array = new byte[expectedBytes];
  }

  void put(int value) {
    ensure(1);
    array[length++] = (byte) value;
  }

  void put(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, array, length, count);
    length += count;
  }

  int length() {
    return length;
  }

  /** The bytes put so far; nothing may be put afterwards. */
  byte[] toArray() {
    return length == array.length ? array : Arrays.copyOf(array, length);
  }

  private void ensure(int more) {
    if (array.length - length < more) {
      array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
    }
  }
}
