package io.cairndb.dynamodb.wire.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for the bytes that need attention inside strings, eight at a time. */
final class Ascii {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Ascii() {}

  /**
   * The index of the first byte in {@code [from, end)} that is a quote, a backslash, a control
   * character or not ASCII; {@code end} when there is none.
   */
  static int findSpecial(byte[] bytes, int from, int end) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long word = (long) LONGS.get(bytes, i);
      long found = (word & HIGHS) | escaped(word);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < end && bytes[i] >= 0x20 && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  /** As {@link #findSpecial}, but passes over bytes that are not ASCII. */
  static int findEscaped(byte[] bytes, int from, int end) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long found = escaped((long) LONGS.get(bytes, i));
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < end && !isEscaped(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isEscaped(byte b) {
    return (b >= 0 && b < 0x20) || b == '"' || b == '\\';
  }

  /**
   * A high bit in each byte that must be escaped, exact for the lowest such byte. Bytes that are
   * not ASCII are left out, because their own high bit says nothing here.
   */
  private static long escaped(long word) {
    long quotes = word ^ (ONES * '"');
    long slashes = word ^ (ONES * '\\');
    long found = ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes) | (word - ONES * 0x20);
    return found & ~word & HIGHS;
  }
}
