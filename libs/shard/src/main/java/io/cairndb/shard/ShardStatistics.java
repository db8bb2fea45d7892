package io.cairndb.shard;

import io.cairndb.placement.PartitionId;
import java.util.List;
import java.util.Map;

/**
 * Figures of a shard at one moment.
 *
 * @param queueDepth commands waiting or running
 * @param exact whether no recount is under way
 * @param rememberedRequests answers kept to recognise repeated requests
 */
public record ShardStatistics(
    List<PartitionSize> partitions, int queueDepth, boolean exact, int rememberedRequests) {
  public ShardStatistics {
    partitions = List.copyOf(partitions);
  }

  /** Items and the sum of their DynamoDB sizes. */
  public record Size(long items, long bytes) {
    public static final Size ZERO = new Size(0, 0);

    public Size plus(Size other) {
      return new Size(items + other.items, bytes + other.bytes);
    }
  }

  /**
   * Size of one partition.
   *
   * @param localIndexes by ordinal of the local index
   */
  public record PartitionSize(PartitionId partition, Size size, Map<Integer, Size> localIndexes) {
    public PartitionSize {
      localIndexes = Map.copyOf(localIndexes);
    }
  }
}
