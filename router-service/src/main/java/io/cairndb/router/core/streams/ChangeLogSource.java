package io.cairndb.router.core.streams;

import io.cairndb.placement.Partition;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.List;
import java.util.Optional;

/** Durable change records of any partition, wherever it is. Thread-safe; calls may block. */
public interface ChangeLogSource {

  /**
   * Records behind {@code after}, oldest first, those for indexes only included.
   *
   * @param maxBytes no more records once their images come to this; at least one is returned
   */
  List<ChangeRecord.Positioned> read(
      Partition partition, ChangePosition after, int maxRecords, long maxBytes);

  /** Place of the newest record ever written; {@link ChangePosition#BEGINNING} if none. */
  ChangePosition tail(Partition partition);

  /** Place of the oldest record still kept. */
  Optional<ChangePosition> oldest(Partition partition);
}
