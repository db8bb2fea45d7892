package io.cairndb.dynamodb.wire.request;

/**
 * A range, of numbers or of lengths.
 *
 * @param min Long.MIN_VALUE when there is none
 * @param max Long.MAX_VALUE when there is none
 */
record SizeRule(long min, long max) {
  static final SizeRule ANY = new SizeRule(Long.MIN_VALUE, Long.MAX_VALUE);
  static final SizeRule POSITIVE = new SizeRule(1, Long.MAX_VALUE);

  static SizeRule of(long min, long max) {
    return new SizeRule(min, max);
  }

  boolean accepts(long size) {
    return size >= min && size <= max;
  }

  /** The constraint that {@code size} violates. */
  String constraint(String what, long size) {
    return size < min
        ? "Member must have " + what + " greater than or equal to " + min
        : "Member must have " + what + " less than or equal to " + max;
  }
}
