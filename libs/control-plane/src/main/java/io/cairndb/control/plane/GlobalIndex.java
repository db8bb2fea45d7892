package io.cairndb.control.plane;

import io.cairndb.item.schema.SecondaryIndex;

/**
 * A global index and its lifecycle. Its entries live in the partitions of group {@code
 * definition().id()}.
 *
 * @param backfilling whether items that were in the table before the index are still being added
 */
public record GlobalIndex(
    SecondaryIndex definition,
    IndexStatus status,
    boolean backfilling,
    Throughput throughput,
    CapacityLimits limits) {

  public String name() {
    return definition.name();
  }

  public GlobalIndex withStatus(IndexStatus changed, boolean backfill) {
    return new GlobalIndex(definition, changed, backfill, throughput, limits);
  }

  public GlobalIndex withThroughput(Throughput changed) {
    return new GlobalIndex(definition, status, backfilling, changed, limits);
  }

  public GlobalIndex withLimits(CapacityLimits changed) {
    return new GlobalIndex(definition, status, backfilling, throughput, changed);
  }
}
