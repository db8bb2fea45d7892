package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.ValueSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block in place: {@code entry* restart:u32* count:u32}, the first bytes of an array.
 * Static, so that a point lookup allocates nothing but the slice it returns.
 */
final class Block {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** What {@link #get} answers for a tombstone; told from an empty value by identity. */
  static final ValueSlice DELETED = new ValueSlice(new byte[0], 0, 0);

  /** What {@link #get} answers when older versions of the key may stand in the next block. */
  static final ValueSlice CONTINUES = new ValueSlice(new byte[0], 0, 0);

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

  /** Whether the restart array lies inside the block and points into its entries, in order. */
  static boolean isWellFormed(byte[] block, int length) {
    if (length < 2 * Integer.BYTES) {
      return false;
    }
    int count = restartCount(block, length);
    if (count < 1 || count > length / Integer.BYTES - 1) {
      return false;
    }
    int end = entriesEnd(block, length);
    int last = -1;
    for (int i = 0; i < count; i++) {
      int restart = restart(block, length, i);
      if (restart <= last || restart >= end) {
        return false;
      }
      last = restart;
    }
    return restart(block, length, 0) == 0;
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

  /**
   * The value of the newest version of {@code key} not above {@code bound}; {@link #DELETED} for a
   * tombstone, null when absent, {@link #CONTINUES} when the block ends among newer versions.
   *
   * <p>Keys are not rebuilt: {@code matched} counts the bytes that the previous key, which is below
   * the target, has in common with it. An entry sharing more with its predecessor is below the
   * target too; one sharing less is above; one sharing as much is compared from there.
   */
  static @Nullable ValueSlice get(byte[] block, int length, byte[] key, long bound) {
    int at = restart(block, length, restartFor(block, length, key));
    int end = entriesEnd(block, length);
    int matched = 0;
    while (at < end) {
      final int shared = (int) varint(block, at);
      at = varintEnd(block, at);
      final int suffix = (int) varint(block, at);
      at = varintEnd(block, at);
      final int value = (int) varint(block, at);
      final int sequenceAt = varintEnd(block, at);
      at = varintEnd(block, sequenceAt);
      if (shared < matched) {
        return null;
      }
      if (shared == matched) {
        int mismatch = Arrays.mismatch(block, at, at + suffix, key, matched, key.length);
        if (mismatch < 0) {
          if (bound == Long.MAX_VALUE || varint(block, sequenceAt) <= bound) {
            return value == 0 ? DELETED : new ValueSlice(block, at + suffix, value - 1);
          }
          matched = key.length;
        } else if (matched + mismatch == key.length
            || (mismatch < suffix
                && (block[at + mismatch] & 0xFF) > (key[matched + mismatch] & 0xFF))) {
          return null;
        } else {
          matched += mismatch;
        }
      }
      at += suffix + Math.max(0, value - 1);
    }
    return matched == key.length ? CONTINUES : null;
  }
}
