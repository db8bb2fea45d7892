package io.cairndb.index.core;

import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import java.util.concurrent.CompletableFuture;

/** The partitions of indexes. Thread-safe. */
public interface IndexSink {

  /** Has the partition's shard apply the changes; the answer rests on durable state. */
  CompletableFuture<CommandResult> apply(Partition destination, Command.ApplyIndexChanges changes);

  /** How far the partition is in a source's changes; may block on the disk. */
  ChangePosition cursor(Partition destination, PartitionId source);
}
