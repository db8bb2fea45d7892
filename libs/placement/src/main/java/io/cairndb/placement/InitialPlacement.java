package io.cairndb.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Chooses the first partitions of a table group and their homes. */
public final class InitialPlacement {
  private InitialPlacement() {}

  /**
   * {@code count} partitions of equal width, dealt to {@code shards} in turn. The turn starts at a
   * shard that depends on the group, so that the first partitions of many small tables do not all
   * meet in the first shard.
   *
   * @param ids gives a new identity on each call
   */
  public static List<Partition> partitions(
      UUID groupId, int count, List<ShardId> shards, Supplier<UUID> ids) {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("no shards to place partitions on");
    }
    int first = Math.floorMod(Long.hashCode(mix(groupId)), shards.size());
    List<Partition> partitions = new ArrayList<>(count);
    for (TokenRange range : TokenRange.split(count)) {
      ShardId home = shards.get((first + partitions.size()) % shards.size());
      partitions.add(new Partition(new PartitionId(ids.get()), groupId, range, home, Epoch.FIRST));
    }
    return List.copyOf(partitions);
  }

  /** Ids made in one millisecond differ in few bits; the finalizer of MurmurHash3 spreads them. */
  private static long mix(UUID id) {
    long bits = id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
    bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return bits ^ (bits >>> 33);
  }
}
