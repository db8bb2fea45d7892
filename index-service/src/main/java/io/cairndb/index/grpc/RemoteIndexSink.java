package io.cairndb.index.grpc;

import io.cairndb.index.core.IndexSink;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import java.util.concurrent.CompletableFuture;

/** Index partitions where they are kept: in storage nodes. Thread-safe. */
public record RemoteIndexSink(StorageNodes nodes) implements IndexSink {

  @Override
  public CompletableFuture<CommandResult> apply(
      Partition destination, Command.ApplyIndexChanges changes) {
    return nodes
        .send(destination.home(), changes)
        .thenApply(
            answer ->
                answer instanceof CommandResult result
                    ? result
                    : new CommandResult.UnknownOutcome("answered as a read"));
  }

  @Override
  public CompletableFuture<ChangePosition> cursor(Partition destination, PartitionId source) {
    return nodes.indexCursor(destination.home(), destination.id(), source);
  }
}
