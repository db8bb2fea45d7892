package io.cairndb.standalone;

import io.cairndb.placement.Partition;
import io.cairndb.router.core.streams.ChangeLogSource;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.storage.node.StorageNode;
import java.util.List;
import java.util.Optional;

/** Change logs of this node's shards, for readers of streams. Thread-safe. */
record LocalChangeLogs(StorageNode node) implements ChangeLogSource {
  @Override
  public List<ChangeRecord.Positioned> read(
      Partition partition, ChangePosition after, int maxRecords, long maxBytes) {
    return node.changes(partition.home()).read(partition.id(), after, maxRecords, maxBytes);
  }

  @Override
  public ChangePosition tail(Partition partition) {
    return node.changes(partition.home()).tail(partition.id());
  }

  @Override
  public Optional<ChangePosition> oldest(Partition partition) {
    return node.changes(partition.home()).oldest(partition.id());
  }
}
