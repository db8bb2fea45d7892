package io.cairndb.dynamodb.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Bytes on their way to the wire: an array that grows, cleared and used again for the next
 * response. Whoever holds the buffer owns it; confined to one thread at a time.
 */
public final class WireBuffer {
  private static final int INITIAL_BYTES = 512;

  private byte[] array;
  private int size;

  public WireBuffer() {
    this(INITIAL_BYTES);
  }

  public WireBuffer(int initialBytes) {
    array = new byte[initialBytes];
  }

  /** The backing array: bytes {@code [0, size)} are valid until the next write. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  /** Forgets the content and keeps the array. */
  public WireBuffer clear() {
    size = 0;
    return this;
  }

  /** Forgets the content, and the array when it is longer than {@code keptBytes}. */
  public WireBuffer clear(int keptBytes) {
    if (array.length > keptBytes) {
      array = new byte[Math.min(INITIAL_BYTES, keptBytes)];
    }
    return clear();
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }

  /** Checksum of the content: the value of {@code x-amz-crc32}, in decimal there. */
  public long crc32() {
    CRC32 crc = new CRC32();
    crc.update(array, 0, size);
    return crc.getValue();
  }

  public WireBuffer put(int value) {
    if (size == array.length) {
      grow(1);
    }
    array[size++] = (byte) value;
    return this;
  }

  public WireBuffer put(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
    return this;
  }

  /** Appends text whose characters are all below 0x80. */
  public WireBuffer putAscii(String text) {
    int length = text.length();
    ensure(length);
    byte[] target = array;
    int at = size;
    for (int i = 0; i < length; i++) {
      target[at + i] = (byte) text.charAt(i);
    }
    size = at + length;
    return this;
  }

  /** The last byte written, or -1 when there is none. */
  int last() {
    return size == 0 ? -1 : array[size - 1];
  }

  /** Makes room for {@code more} bytes behind the content. */
  void ensure(int more) {
    if (array.length - size < more) {
      grow(more);
    }
  }

  /** Accepts {@code written} bytes put into the array behind the content. */
  void advance(int written) {
    size += written;
  }

  private void grow(int more) {
    array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), array.length * 2));
  }

  /** The content as text, for messages and tests. */
  @Override
  public String toString() {
    return new String(array, 0, size, StandardCharsets.UTF_8);
  }
}
