package io.cairndb.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * A non-empty range of tokens, both ends inclusive and compared unsigned, so that the last token
 * needs no special case.
 */
public record TokenRange(long fromInclusive, long toInclusive) {
  /** Every token. */
  public static final TokenRange ALL = new TokenRange(0L, -1L);

  public TokenRange {
    if (Long.compareUnsigned(fromInclusive, toInclusive) > 0) {
      throw new IllegalArgumentException(
          "empty range: "
              + Long.toHexString(fromInclusive)
              + " > "
              + Long.toHexString(toInclusive));
    }
  }

  /** Whether {@code token}, unsigned, lies between the bounds; both belong to the range. */
  public boolean contains(long token) {
    return Long.compareUnsigned(fromInclusive, token) <= 0
        && Long.compareUnsigned(token, toInclusive) <= 0;
  }

  /** Whether {@code next} starts right behind the end of this range. */
  public boolean isFollowedBy(TokenRange next) {
    return toInclusive != -1L && next.fromInclusive == toInclusive + 1;
  }

  /** The token space cut into {@code count} ranges whose widths differ by at most one. */
  public static List<TokenRange> split(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be positive: " + count);
    }
    if (count == 1) {
      return List.of(ALL);
    }
    // 2^64 does not fit a long: width and remainder come from 2^64 - 1 and are corrected by one.
    long width = Long.divideUnsigned(-1L, count);
    long remainder = Long.remainderUnsigned(-1L, count) + 1;
    if (remainder == count) {
      width++;
      remainder = 0;
    }
    List<TokenRange> ranges = new ArrayList<>(count);
    long from = 0;
    for (int i = 0; i < count; i++) {
      long to = from + width - (i < remainder ? 0 : 1);
      ranges.add(new TokenRange(from, to));
      from = to + 1;
    }
    return List.copyOf(ranges);
  }

  @Override
  public String toString() {
    return "[" + Long.toHexString(fromInclusive) + ".." + Long.toHexString(toInclusive) + "]";
  }
}
