package io.cairndb.shard;

/**
 * A place in the change log of one partition. Positions of a partition increase with every change
 * and are never used twice.
 *
 * @param hlcMsb upper half of the HLC of the command that made the change, unsigned order
 * @param index place of the record among those of the same command, 0–65535
 */
public record ChangePosition(long hlcMsb, int index) implements Comparable<ChangePosition> {
  static final int ENCODED_LENGTH = 10;

  /** Before every record. */
  public static final ChangePosition BEGINNING = new ChangePosition(0, 0);

  /** After every record. */
  public static final ChangePosition END = new ChangePosition(-1L, 0xFFFF);

  public ChangePosition {
    if (index < 0 || index > 0xFFFF) {
      throw new IllegalArgumentException("index " + index);
    }
  }

  /** The first place a record written at {@code millis} or later can have. */
  public static ChangePosition atMillis(long millis) {
    return new ChangePosition(millis << 16, 0);
  }

  /** When the change was made, in milliseconds since the Unix epoch. */
  public long millis() {
    return hlcMsb >>> 16;
  }

  @Override
  public int compareTo(ChangePosition other) {
    int byTime = Long.compareUnsigned(hlcMsb, other.hlcMsb);
    return byTime != 0 ? byTime : Integer.compare(index, other.index);
  }
}
