package io.cairndb.placement;

import java.util.Comparator;

/**
 * One shard of one storage node.
 *
 * @param node number assigned by the control plane; also the node part of timestamps
 * @param index position of the shard in its node, from 0
 */
public record ShardId(int node, int index) implements Comparable<ShardId> {
  private static final Comparator<ShardId> ORDER =
      Comparator.comparingInt(ShardId::node).thenComparingInt(ShardId::index);

  public ShardId {
    if (node < 0 || index < 0) {
      throw new IllegalArgumentException("negative shard id: " + node + "/" + index);
    }
  }

  @Override
  public int compareTo(ShardId other) {
    return ORDER.compare(this, other);
  }
}
