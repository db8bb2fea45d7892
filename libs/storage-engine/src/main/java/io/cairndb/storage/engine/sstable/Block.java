package io.cairndb.storage.engine.sstable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Looks into a block on the heap, a cursor's copy: {@code entry* restart:u32* count:u32}. */
final class Block {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Block() {}

  static int bigEndian(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static void putBigEndian(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }

  static int restartCount(byte[] block, int length) {
    return bigEndian(block, length - Integer.BYTES);
  }

  static int restart(byte[] block, int length, int index) {
    return bigEndian(block, entriesEnd(block, length) + index * Integer.BYTES);
  }

  static int entriesEnd(byte[] block, int length) {
    return length - (restartCount(block, length) + 1) * Integer.BYTES;
  }

  static int varintEnd(byte[] block, int at) {
    int end = at;
    while (block[end++] < 0) {
      // The top bit says that another byte follows.
    }
    return end;
  }

  static long varint(byte[] block, int at) {
    long value = block[at];
    if (value >= 0) {
      return value;
    }
    value &= 0x7F;
    for (int i = at + 1, shift = 7; ; i++, shift += 7) {
      value |= (block[i] & 0x7FL) << shift;
      if (block[i] >= 0) {
        return value;
      }
    }
  }

  /** Last restart point whose key is not above {@code key}; 0 when all are. */
  static int restartFor(byte[] block, int length, byte[] key) {
    int low = 0;
    int high = restartCount(block, length) - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compareAtRestart(block, restart(block, length, middle), key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Compares the whole key stored at a restart point with {@code key}. */
  static int compareAtRestart(byte[] block, int offset, byte[] key) {
    int at = varintEnd(block, offset);
    int suffix = (int) varint(block, at);
    at = varintEnd(block, varintEnd(block, varintEnd(block, at)));
    return Arrays.compareUnsigned(block, at, at + suffix, key, 0, key.length);
  }
}
