package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Searches a block where it lies outside the heap: {@code entry* restart:u32* count:u32}. Pure
 * functions, without allocation but for the value returned.
 *
 * <p>A block in the cache may be overwritten during the search, whose result is then thrown away.
 * So whatever the bytes are, a search ends, and reads nothing outside of {@code memory}: it throws
 * IndexOutOfBoundsException instead.
 */
final class NativeBlock {
  /** What {@link #get} answers for a tombstone; told from an empty value by identity. */
  static final ValueSlice DELETED = new ValueSlice(new byte[0], 0, 0);

  /** What {@link #get} answers when older versions of the key may stand in the next block. */
  static final ValueSlice CONTINUES = new ValueSlice(new byte[0], 0, 0);

  private NativeBlock() {}

  static int restartCount(MemorySegment memory, long start, int length) {
    return NativeBytes.intAt(memory, start + length - Integer.BYTES);
  }

  /** Where the entry of a restart point begins, counted from {@code start}. */
  static int restart(MemorySegment memory, long start, int length, int index) {
    int end = entriesEnd(memory, start, length);
    return NativeBytes.intAt(memory, start + end + (long) index * Integer.BYTES);
  }

  /** Where the entries end, counted from {@code start}. */
  static int entriesEnd(MemorySegment memory, long start, int length) {
    return length - (restartCount(memory, start, length) + 1) * Integer.BYTES;
  }

  /** Whether the restart array lies inside the block and points into its entries, in order. */
  static boolean isWellFormed(MemorySegment memory, long start, int length) {
    if (length < 2 * Integer.BYTES) {
      return false;
    }
    int count = restartCount(memory, start, length);
    if (count < 1 || count > length / Integer.BYTES - 1) {
      return false;
    }
    int end = entriesEnd(memory, start, length);
    int last = -1;
    for (int i = 0; i < count; i++) {
      int restart = restart(memory, start, length, i);
      if (restart <= last || restart >= end) {
        return false;
      }
      last = restart;
    }
    return restart(memory, start, length, 0) == 0;
  }

  /** Compares the whole key stored at a restart point with {@code key}. */
  static int compareAtRestart(MemorySegment memory, long offset, byte[] key) {
    long at = NativeBytes.varintEnd(memory, offset);
    int suffix = (int) NativeBytes.varint(memory, at);
    for (int i = 0; i < 3; i++) {
      at = NativeBytes.varintEnd(memory, at);
    }
    return NativeBytes.compare(memory, at, suffix, key);
  }

  /** Last restart point whose key is not above {@code key}; 0 when all are. */
  private static int restartFor(MemorySegment memory, long start, int length, byte[] key) {
    int low = 0;
    int high = restartCount(memory, start, length) - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      long restart = start + restart(memory, start, length, middle);
      if (compareAtRestart(memory, restart, key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * First restart point whose key is not below {@code key}, or above it when {@code behind}; their
   * count when there is none.
   */
  static int restartReaching(
      MemorySegment memory, long start, int length, byte[] key, boolean behind) {
    int low = 0;
    int high = restartCount(memory, start, length);
    int below = behind ? 0 : -1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compareAtRestart(memory, start + restart(memory, start, length, middle), key);
      if (Integer.signum(order) <= below) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The value of the newest version of {@code key} not above {@code bound}, copied; {@link
   * #DELETED} for a tombstone, null when absent, {@link #CONTINUES} when the block ends among newer
   * versions.
   *
   * <p>Keys are not rebuilt: {@code matched} counts the bytes that the previous key, which is below
   * the target, has in common with it. An entry sharing more with its predecessor is below the
   * target too; one sharing less is above; one sharing as much is compared from there.
   *
   * @param target where the value is copied to; null for an array of its own
   */
  static @Nullable ValueSlice get(
      MemorySegment memory,
      long start,
      int length,
      byte[] key,
      long bound,
      @Nullable ValueBuffer target) {
    int first = restart(memory, start, length, restartFor(memory, start, length, key));
    long at = start + first;
    long end = start + entriesEnd(memory, start, length);
    if (end > start + length) {
      throw new IndexOutOfBoundsException("the entries reach beyond their block");
    }
    int matched = 0;
    while (at < end) {
      final int shared = (int) NativeBytes.varint(memory, at);
      at = NativeBytes.varintEnd(memory, at);
      final int suffix = (int) NativeBytes.varint(memory, at);
      at = NativeBytes.varintEnd(memory, at);
      final int mark = (int) NativeBytes.varint(memory, at);
      final long sequenceAt = NativeBytes.varintEnd(memory, at);
      at = NativeBytes.varintEnd(memory, sequenceAt);
      long value = at + suffix;
      long next = value + Math.max(0, mark - 1);
      if ((shared | suffix | mark) < 0 || next > end) {
        throw new IndexOutOfBoundsException("an entry reaches beyond its block");
      }
      if (shared < matched) {
        return null;
      }
      if (shared == matched) {
        int common = Math.min(suffix, key.length - matched);
        int same = NativeBytes.mismatch(memory, at, key, matched, common);
        boolean keyEnds = matched + same == key.length;
        if (keyEnds && same == suffix) {
          if (bound == Long.MAX_VALUE || NativeBytes.varint(memory, sequenceAt) <= bound) {
            return mark == 0 ? DELETED : value(memory, value, mark - 1, target);
          }
        } else if (keyEnds
            || (same < suffix
                && (NativeBytes.byteAt(memory, at + same) & 0xFF) > (key[matched + same] & 0xFF))) {
          return null;
        }
        matched += same;
      }
      at = next;
    }
    return matched == key.length ? CONTINUES : null;
  }

  private static ValueSlice value(
      MemorySegment memory, long at, int length, @Nullable ValueBuffer target) {
    byte[] value = target == null ? new byte[length] : target.room(length);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, value, 0, length);
    return new ValueSlice(value, 0, length);
  }
}
