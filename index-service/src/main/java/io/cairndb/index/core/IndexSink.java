package io.cairndb.index.core;

import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import java.util.concurrent.CompletableFuture;

/** The partitions of indexes. Thread-safe. Whatever was asked ends within a bounded time. */
public interface IndexSink {

  /** Has the partition's shard apply the changes; the answer rests on durable state. */
  CompletableFuture<CommandResult> apply(Partition destination, Command.ApplyIndexChanges changes);

  /**
   * How far the partition is in a source's changes; fails when it cannot be asked. Called by
   * threads of the feeder's executor, which may be blocked on the disk.
   */
  CompletableFuture<ChangePosition> cursor(Partition destination, PartitionId source);
}
