package io.cairndb.storage.engine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads bytes outside the heap. Pure functions; every access is checked against the bounds. */
public final class NativeBytes {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle HEAP_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NativeBytes() {}

  /** The byte at {@code at}. */
  public static byte byteAt(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at);
  }

  /** Four bytes, big-endian. */
  public static int intAt(MemorySegment memory, long at) {
    return memory.get(INT, at);
  }

  /** Writes four bytes, big-endian. */
  public static void putInt(MemorySegment memory, long at, int value) {
    memory.set(INT, at, value);
  }

  /** Where the varint at {@code at} ends. */
  public static long varintEnd(MemorySegment memory, long at) {
    long end = at;
    while (byteAt(memory, end++) < 0) {
      // The top bit says that another byte follows.
    }
    return end;
  }

  /** The varint at {@code at}. */
  public static long varint(MemorySegment memory, long at) {
    long value = byteAt(memory, at);
    if (value >= 0) {
      return value;
    }
    value &= 0x7F;
    for (int shift = 7; ; shift += 7) {
      byte next = byteAt(memory, at + shift / 7);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Index of the first byte in which {@code count} bytes differ from the key's; else count. */
  public static int mismatch(MemorySegment memory, long at, byte[] key, int from, int count) {
    int i = 0;
    for (; i + Long.BYTES <= count; i += Long.BYTES) {
      long difference = memory.get(LONG, at + i) ^ (long) HEAP_LONG.get(key, from + i);
      if (difference != 0) {
        return i + Long.numberOfLeadingZeros(difference) / Byte.SIZE;
      }
    }
    for (; i < count; i++) {
      if (byteAt(memory, at + i) != key[from + i]) {
        return i;
      }
    }
    return count;
  }

  /** Compares {@code count} bytes with the whole of {@code key}, unsigned. */
  public static int compare(MemorySegment memory, long at, int count, byte[] key) {
    int common = Math.min(count, key.length);
    int same = mismatch(memory, at, key, 0, common);
    return same == common
        ? Integer.compare(count, key.length)
        : Integer.compare(byteAt(memory, at + same) & 0xFF, key[same] & 0xFF);
  }

  /** Compares {@code count} bytes with {@code otherCount} bytes elsewhere, unsigned. */
  public static int compare(
      MemorySegment memory, long at, int count, MemorySegment other, long otherAt, int otherCount) {
    long same =
        MemorySegment.mismatch(memory, at, at + count, other, otherAt, otherAt + otherCount);
    return same < 0 || same == Math.min(count, otherCount)
        ? Integer.compare(count, otherCount)
        : Integer.compare(byteAt(memory, at + same) & 0xFF, byteAt(other, otherAt + same) & 0xFF);
  }

  /** A copy on the heap. */
  public static byte[] copy(MemorySegment memory, long at, int count) {
    byte[] bytes = new byte[count];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, count);
    return bytes;
  }
}
