package io.cairndb.storage.node;

import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;

/** Knows how far the consumers of a change log are that must see every record. Thread-safe. */
@FunctionalInterface
public interface ChangeConsumers {

  /**
   * The place up to which every index has applied the changes of {@code source}; {@link
   * ChangePosition#END} when nothing is fed from it.
   */
  ChangePosition consumed(PartitionId source);
}
