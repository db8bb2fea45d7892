package io.cairndb.storage.engine.sstable;

import java.util.Arrays;

/**
 * Keys from one to another, in unsigned byte order.
 *
 * @param smallest the first key
 * @param largest the last key, or the first behind the range when {@code openEnded}
 * @param openEnded whether {@code largest} is outside
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its methods only
public record KeyRange(byte[] smallest, byte[] largest, boolean openEnded) {

  /** From {@code first} to {@code last}, both inside. */
  public static KeyRange closed(byte[] first, byte[] last) {
    return new KeyRange(first, last, false);
  }

  /** Whether every key of the range is below {@code key}. */
  public boolean endsBefore(byte[] key) {
    int order = Arrays.compareUnsigned(largest, key);
    return order < 0 || (order == 0 && openEnded);
  }

  public boolean overlaps(KeyRange other) {
    return !endsBefore(other.smallest) && !other.endsBefore(smallest);
  }

  /** Whether both begin and end in the same way. */
  public boolean holdsSameAs(KeyRange other) {
    return Arrays.equals(smallest, other.smallest)
        && Arrays.equals(largest, other.largest)
        && openEnded == other.openEnded;
  }

  /** The least range that holds both. */
  public KeyRange span(KeyRange other) {
    byte[] first =
        Arrays.compareUnsigned(smallest, other.smallest) <= 0 ? smallest : other.smallest;
    int order = Arrays.compareUnsigned(largest, other.largest);
    boolean thisEndsLast = order > 0 || (order == 0 && !openEnded);
    KeyRange last = thisEndsLast ? this : other;
    return new KeyRange(first, last.largest, last.openEnded);
  }
}
