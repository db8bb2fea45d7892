package io.cairndb.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Unsigned integers, seven bits a byte, lowest first; the top bit says that more follow. Stateless.
 */
public final class Varint {
  public static final int MAX_INT_BYTES = 5;
  public static final int MAX_LONG_BYTES = 10;

  private Varint() {}

  /** Writes at the position and moves it behind. */
  public static void put(ByteBuffer target, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    target.put((byte) rest);
  }

  /** Writes at {@code offset} and returns the offset behind. */
  public static int put(byte[] target, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /**
   * Reads a number.
   *
   * @throws BufferUnderflowException when the bytes end first
   * @throws IllegalArgumentException when it has more than 64 bits
   */
  public static long get(ByteBuffer source) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = source.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint longer than 64 bits");
  }

  /** Reads a number that must fit a non-negative int. */
  public static int getInt(ByteBuffer source) {
    long value = get(source);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("varint out of range: " + value);
    }
    return (int) value;
  }

  /**
   * Reads bytes that their number comes before.
   *
   * @throws IllegalArgumentException when there are fewer
   */
  public static byte[] getBytes(ByteBuffer source) {
    int length = getInt(source);
    if (length > source.remaining()) {
      throw new IllegalArgumentException("length " + length + " beyond the end");
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    return bytes;
  }

  /** Bytes that writing {@code value} takes. */
  public static int length(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }
}
