package io.cairndb.item;

import java.util.Arrays;

/** A growing byte array for keys. Confined to one thread. */
final class KeyBuffer {
  private byte[] array = new byte[64];
  private int length;

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

  byte[] toArray() {
    return Arrays.copyOf(array, length);
  }

  private void ensure(int more) {
    if (array.length - length < more) {
      array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
    }
  }
}
