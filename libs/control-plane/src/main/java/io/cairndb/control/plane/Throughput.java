package io.cairndb.control.plane;

/**
 * Provisioned capacity of a table or global index, with the history DescribeTable shows.
 *
 * @param readUnits 0 with on-demand billing
 * @param lastIncreaseMillis 0 when never increased
 * @param lastDecreaseMillis 0 when never decreased
 * @param decreasesToday decreases during the UTC day of {@code lastDecreaseMillis}
 */
public record Throughput(
    long readUnits,
    long writeUnits,
    long lastIncreaseMillis,
    long lastDecreaseMillis,
    int decreasesToday) {
  private static final long DAY_MILLIS = 86_400_000L;

  /** Of on-demand tables. */
  public static final Throughput NONE = Throughput.of(0, 0);

  /** Capacity that was never changed. */
  public static Throughput of(long readUnits, long writeUnits) {
    return new Throughput(readUnits, writeUnits, 0, 0, 0);
  }

  /** Whether both figures are the same, whatever the history. */
  public boolean hasUnits(long read, long write) {
    return readUnits == read && writeUnits == write;
  }

  /** The capacity changed at {@code nowMillis}, history continued. */
  public Throughput changedTo(long read, long write, long nowMillis) {
    boolean increases = read > readUnits || write > writeUnits;
    boolean decreases = read < readUnits || write < writeUnits;
    boolean sameDay = lastDecreaseMillis / DAY_MILLIS == nowMillis / DAY_MILLIS;
    int earlierToday = sameDay ? decreasesToday : 0;
    return new Throughput(
        read,
        write,
        increases ? nowMillis : lastIncreaseMillis,
        decreases ? nowMillis : lastDecreaseMillis,
        decreases ? earlierToday + 1 : earlierToday);
  }
}
