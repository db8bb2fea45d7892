package io.cairndb.control.plane.machine;

import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a decision may look at beside the state. All of it ends up in the records.
 *
 * @param ids gives a new identity on each call, later ones greater
 * @param shards where partitions may be placed; not empty when a command is decided
 */
public record DecisionContext(
    long nowMillis, Supplier<UUID> ids, List<ShardId> shards, ControlPlaneLimits limits) {
  public DecisionContext {
    shards = List.copyOf(shards);
  }
}
