package io.cairndb.index.core;

import io.cairndb.placement.Partition;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The change logs of tables' partitions, durable records only. Thread-safe.
 *
 * <p>Whoever keeps a log may be away. A future fails then, or ends within a bounded time all the
 * same, and the caller asks again.
 */
public interface ChangeSource {

  /**
   * Records behind {@code after}, oldest first. Called by threads of the feeder's executor, which
   * may be blocked on the disk.
   *
   * @param maxBytes no more records once their images come to this; at least one is returned when
   *     there is one
   */
  CompletableFuture<List<ChangeRecord.Positioned>> read(
      Partition source, ChangePosition after, int maxRecords, long maxBytes);

  /**
   * Place of the newest record, found out after the call: everything acknowledged to a client
   * before the call lies at or before it. Does not block.
   */
  CompletableFuture<ChangePosition> tail(Partition source);

  /**
   * What {@link #tail} would answer when it can be told without asking anybody, as within one
   * process; null when somebody must be asked.
   */
  default @Nullable ChangePosition tailAtHand(Partition source) {
    return null;
  }
}
