package io.cairndb.router.core.streams;

import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Change logs as lists. */
final class InMemoryChangeLogs implements ChangeLogSource {
  private final Map<PartitionId, List<ChangeRecord.Positioned>> logs = new HashMap<>();
  private final Map<PartitionId, ChangePosition> tails = new HashMap<>();

  void append(Partition partition, ChangeRecord change, int index) {
    ChangePosition position = new ChangePosition(change.hlc().msb(), index);
    log(partition).add(new ChangeRecord.Positioned(position, change));
    tails.put(partition.id(), position);
  }

  void trimBefore(Partition partition, ChangePosition position) {
    log(partition).removeIf(record -> record.position().compareTo(position) < 0);
  }

  private List<ChangeRecord.Positioned> log(Partition partition) {
    return logs.computeIfAbsent(partition.id(), id -> new ArrayList<>());
  }

  @Override
  public List<ChangeRecord.Positioned> read(
      Partition partition, ChangePosition after, int maxRecords, long maxBytes) {
    return log(partition).stream()
        .filter(record -> record.position().compareTo(after) > 0)
        .limit(maxRecords)
        .toList();
  }

  @Override
  public ChangePosition tail(Partition partition) {
    return tails.getOrDefault(partition.id(), ChangePosition.BEGINNING);
  }

  @Override
  public Optional<ChangePosition> oldest(Partition partition) {
    return log(partition).stream().map(ChangeRecord.Positioned::position).findFirst();
  }
}
