package io.cairndb.index.grpc;

import io.cairndb.index.core.ChangeSource;
import io.cairndb.placement.Partition;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Change logs where they are kept: in storage nodes. Thread-safe. */
public final class RemoteChangeSource implements ChangeSource {
  private final StorageNodes nodes;
  private final SharedTails tails;

  public RemoteChangeSource(StorageNodes nodes) {
    this.nodes = nodes;
    this.tails = new SharedTails(this::askForTail);
  }

  @Override
  public CompletableFuture<List<ChangeRecord.Positioned>> read(
      Partition source, ChangePosition after, int maxRecords, long maxBytes) {
    return nodes.readChanges(source.home(), source.id(), after, maxRecords, maxBytes);
  }

  @Override
  public CompletableFuture<ChangePosition> tail(Partition source) {
    return tails.tail(source);
  }

  private CompletableFuture<ChangePosition> askForTail(Partition source) {
    return nodes.changesTail(source.home(), source.id());
  }
}
