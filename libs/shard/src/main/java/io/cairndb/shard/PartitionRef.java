package io.cairndb.shard;

import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;

/** A partition as the sender believes it to be; the shard refuses a request of another epoch. */
public record PartitionRef(PartitionId id, Epoch epoch) {

  /** The partition as it is now; refused by its home once its epoch has moved on. */
  public static PartitionRef of(Partition partition) {
    return new PartitionRef(partition.id(), partition.epoch());
  }
}
