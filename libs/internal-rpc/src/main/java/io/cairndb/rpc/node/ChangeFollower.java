package io.cairndb.rpc.node;

import io.cairndb.placement.PartitionId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.shard.ChangePosition;

/**
 * Hears of the change records of a shard; on gRPC's threads, never two at once. A follower that is
 * slow is told of several records of a partition as one.
 */
public interface ChangeFollower {

  /**
   * Records up to {@code tail} are durable. First told of every partition that has records, then
   * whenever there are more.
   */
  void onChanges(PartitionId partition, ChangePosition tail);

  /** The last that is heard, whoever ended it; following again begins with every partition. */
  void onEnd(CallFailure reason);
}
