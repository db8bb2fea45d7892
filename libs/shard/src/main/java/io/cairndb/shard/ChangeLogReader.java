package io.cairndb.shard;

import io.cairndb.placement.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hands out durable change records, partition by partition, in order. Thread-safe. */
public interface ChangeLogReader {

  /**
   * Records behind {@code after}, oldest first.
   *
   * @param maxBytes no more records once their images come to this; at least one is returned
   */
  List<ChangeRecord.Positioned> read(
      PartitionId partition, ChangePosition after, int maxRecords, long maxBytes);

  /**
   * Place of the newest durable record. {@link ChangePosition#BEGINNING} when there is none, which
   * after a restart may also mean that all have been trimmed.
   */
  ChangePosition tail(PartitionId partition);

  /** Place of the oldest record still kept. */
  Optional<ChangePosition> oldest(PartitionId partition);

  /** Partitions that have records, those of dropped tables included. */
  List<PartitionId> partitions();

  /** How far an index partition in this shard has applied the changes of a source partition. */
  ChangePosition indexCursor(PartitionId indexPartition, PartitionId source);

  /**
   * Blocks until there is a durable record behind {@code after}; for virtual threads.
   *
   * @return false when there was none in time
   */
  boolean awaitChange(PartitionId partition, ChangePosition after, Duration timeout)
      throws InterruptedException;

  /** Calls {@code listener} from now on until the returned handle is closed. */
  Subscription subscribe(ChangeListener listener);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
