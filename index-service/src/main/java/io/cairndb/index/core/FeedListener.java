package io.cairndb.index.core;

import io.cairndb.placement.PartitionId;
import java.util.UUID;

/** Hears what feeds meet, for logs and meters. Called on feeding threads; must not block. */
public interface FeedListener {
  /** Hears nothing. */
  FeedListener NONE = new FeedListener() {};

  /**
   * A batch that has been applied.
   *
   * @param nanos from sending the first share until the last was answered
   */
  record Applied(int records, int mutations, long nanos) {}

  /**
   * A batch could not be read, or not applied in full, and will be tried again.
   *
   * @param failures how often in a row
   */
  default void onRetry(UUID tableId, PartitionId source, int failures, String reason) {}

  /** A batch has been applied. */
  default void onApplied(UUID tableId, PartitionId source, Applied batch) {}
}
