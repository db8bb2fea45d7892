package io.cairndb.expressions;

import io.cairndb.item.Bytes;

/**
 * Whether a text or binary contains another. Takes time proportional to the two lengths added, not
 * multiplied: both come from clients, and a search for {@code aaa…b} in {@code aaa…} of some
 * hundred kilobytes would otherwise hold a shard for seconds. (Knuth, Morris and Pratt 1977.)
 */
final class RunSearch {
  /** Up to this many comparisons the plain search is at its best and cannot do harm. */
  private static final long PLAIN_COMPARISONS = 1 << 16;

  private RunSearch() {}

  /** A sequence of chars or bytes. */
  private interface Symbols {
    int at(int index);
  }

  static boolean contains(String text, String run) {
    return isHarmless(text.length(), run.length())
        ? text.contains(run)
        : contains(text::charAt, text.length(), run::charAt, run.length());
  }

  static boolean contains(Bytes bytes, Bytes run) {
    return contains(bytes::at, bytes.length(), run::at, run.length());
  }

  private static boolean isHarmless(int length, int runLength) {
    return (long) length * runLength <= PLAIN_COMPARISONS;
  }

  private static boolean contains(Symbols text, int length, Symbols run, int runLength) {
    if (runLength == 0 || runLength > length) {
      return runLength == 0;
    }
    int[] borders = borders(run, runLength);
    int matched = 0;
    for (int i = 0; i < length; i++) {
      matched = extend(borders, run, matched, text.at(i));
      if (matched == runLength) {
        return true;
      }
    }
    return false;
  }

  /** For each prefix of the run the length of its longest border: a proper prefix that ends it. */
  private static int[] borders(Symbols run, int length) {
    int[] borders = new int[length];
    for (int i = 1; i < length; i++) {
      borders[i] = extend(borders, run, borders[i - 1], run.at(i));
    }
    return borders;
  }

  /** The longest prefix that ends in {@code symbol}, given the one before it. */
  private static int extend(int[] borders, Symbols run, int matched, int symbol) {
    int length = matched;
    while (length > 0 && run.at(length) != symbol) {
      length = borders[length - 1];
    }
    return run.at(length) == symbol ? length + 1 : length;
  }
}
