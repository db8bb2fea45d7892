package io.cairndb.control.plane.machine;

import io.cairndb.item.Bytes;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One step of an operation for its owner to perform. Performing it twice does no harm. */
public sealed interface StepAction {

  /** Makes the schema and partitions known to the home shards of {@code partitions}. */
  record Install(TableSchema schema, List<Partition> partitions) implements StepAction {
    public Install {
      partitions = List.copyOf(partitions);
    }
  }

  /** Makes the home shards refuse every further request for the table. */
  record Fence(UUID tableId, List<Partition> partitions) implements StepAction {
    public Fence {
      partitions = List.copyOf(partitions);
    }
  }

  /** Offers the next items of {@code partition} to a new index. */
  record Backfill(UUID tableId, UUID indexId, Partition partition, Optional<Bytes> after)
      implements StepAction {}

  /** Waits until the index has everything that {@code partition} recorded so far. */
  record AwaitCaughtUp(UUID tableId, UUID indexId, Partition partition) implements StepAction {}

  /** Brings expiry times of the next items of {@code partition} in line with the schema. */
  record AlignExpiry(UUID tableId, Partition partition, Optional<Bytes> after)
      implements StepAction {}

  /** Deletes the next keys of {@code partition}; with its last key the shard forgets it. */
  record Purge(UUID tableId, Partition partition, Optional<Bytes> after) implements StepAction {}
}
