package io.cairndb.shard;

import io.cairndb.placement.PartitionId;

/** Hears that a change log has grown. Called on the engine's log thread; must not block. */
@FunctionalInterface
public interface ChangeListener {

  /** Records up to {@code upTo} are durable. */
  void onChanges(PartitionId partition, ChangePosition upTo);
}
