package io.cairndb.shard;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of encoded sort keys, as unsigned bytes. Encodings are prefix-free, so every comparison
 * of a key condition is such a range; of several sort attributes, a prefix is fixed by {@link
 * #under}.
 *
 * @param lowerInclusive null is open
 * @param upperExclusive null is open
 */
public record SortRange(byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive) {
  private static final SortRange ALL = new SortRange(null, null);

  /** Every sort key. */
  public static SortRange all() {
    return ALL;
  }

  /** Keys that start with {@code encoded}: equality, or {@code begins_with} when unterminated. */
  public static SortRange prefix(byte[] encoded) {
    return new SortRange(encoded, successor(encoded));
  }

  /** Sort keys below the encoded one. */
  public static SortRange below(byte[] encoded) {
    return new SortRange(null, encoded);
  }

  /** Sort keys up to the encoded one, which belongs to the range. */
  public static SortRange atMost(byte[] encoded) {
    return new SortRange(null, successor(encoded));
  }

  /** Sort keys above the encoded one. */
  public static SortRange above(byte[] encoded) {
    return new SortRange(successor(encoded), null);
  }

  /** Sort keys from the encoded one on, which belongs to the range. */
  public static SortRange atLeast(byte[] encoded) {
    return new SortRange(encoded, null);
  }

  /** Both ends included. */
  public static SortRange between(byte[] low, byte[] high) {
    return new SortRange(low, successor(high));
  }

  /** This range among the keys that start with {@code fixed}. */
  public SortRange under(byte[] fixed) {
    byte[] lower = lowerInclusive == null ? fixed : concatenate(fixed, lowerInclusive);
    byte[] upper = upperExclusive == null ? successor(fixed) : concatenate(fixed, upperExclusive);
    return new SortRange(lower, upper);
  }

  /** The first key after all that start with {@code prefix}; null when there is none. */
  static byte @Nullable [] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
