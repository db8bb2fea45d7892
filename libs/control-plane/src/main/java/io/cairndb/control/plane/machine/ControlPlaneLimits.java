package io.cairndb.control.plane.machine;

/**
 * Bounds the state machine keeps.
 *
 * @param tables tables of this database
 * @param partitionsPerTable partitions of a new table or global index; 0 for the default, the
 *     number of shards and at least two
 * @param streamRetentionMillis how long a closed stream stays readable
 */
public record ControlPlaneLimits(
    int tables,
    int globalIndexesPerTable,
    int localIndexesPerTable,
    int projectedAttributes,
    int tagsPerTable,
    int partitionsPerTable,
    long streamRetentionMillis) {
  /** DynamoDB's documented quotas. */
  public static final ControlPlaneLimits DEFAULTS =
      new ControlPlaneLimits(2500, 20, 5, 100, 50, 0, 24L * 3600 * 1000);

  /** The same limits with another number of partitions for new tables. */
  public ControlPlaneLimits withPartitionsPerTable(int count) {
    return new ControlPlaneLimits(
        tables,
        globalIndexesPerTable,
        localIndexesPerTable,
        projectedAttributes,
        tagsPerTable,
        count,
        streamRetentionMillis);
  }

  int partitionsFor(int shards) {
    return partitionsPerTable > 0 ? partitionsPerTable : Math.max(2, shards);
  }
}
