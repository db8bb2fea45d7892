package io.cairndb.control.plane;

import java.util.Map;
import java.util.UUID;

/**
 * Exact counts of a table and its indexes at some recent moment.
 *
 * @param indexes by index id
 */
public record TableStatistics(Counts table, Map<UUID, Counts> indexes) {
  public static final TableStatistics EMPTY = new TableStatistics(Counts.ZERO, Map.of());

  public TableStatistics {
    indexes = Map.copyOf(indexes);
  }

  /** Items or entries, and their bytes by DynamoDB's size rules. */
  public record Counts(long items, long bytes) {
    public static final Counts ZERO = new Counts(0, 0);

    public Counts plus(Counts other) {
      return new Counts(items + other.items, bytes + other.bytes);
    }
  }
}
