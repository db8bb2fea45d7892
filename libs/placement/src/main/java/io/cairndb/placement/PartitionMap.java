package io.cairndb.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The routing table: for every table group its partitions in token order. Immutable, thread-safe.
 *
 * <p>Invariants, checked whenever a map is made: the ranges of a group tile the token space, and no
 * partition id occurs twice.
 */
public final class PartitionMap {
  private static final Comparator<Partition> TOKEN_ORDER =
      (left, right) ->
          Long.compareUnsigned(left.range().fromInclusive(), right.range().fromInclusive());

  /** No groups, version 0. */
  public static final PartitionMap EMPTY =
      new PartitionMap(0, new LinkedHashMap<>(), new LinkedHashMap<>());

  private final long version;
  private final SequencedMap<UUID, List<Partition>> groups;
  private final Map<PartitionId, Partition> byId;

  private PartitionMap(
      long version, SequencedMap<UUID, List<Partition>> groups, Map<PartitionId, Partition> byId) {
    this.version = version;
    this.groups = groups;
    this.byId = byId;
  }

  /** Increases with every change of the map. */
  public long version() {
    return version;
  }

  /**
   * The partition that holds {@code token}.
   *
   * @throws UnknownGroupException when the group has no partitions
   */
  public Partition locate(UUID groupId, long token) {
    Partition found = find(groupId, token);
    if (found == null) {
      throw new UnknownGroupException(groupId);
    }
    return found;
  }

  /** The partition that holds {@code token}, or null when the group has no partitions. */
  public @Nullable Partition find(UUID groupId, long token) {
    List<Partition> partitions = groups.get(groupId);
    if (partitions == null) {
      return null;
    }
    int low = 0;
    int high = partitions.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(partitions.get(middle).range().fromInclusive(), token) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return partitions.get(low);
  }

  /** The partition of that identity, or null. */
  public @Nullable Partition find(PartitionId id) {
    return byId.get(id);
  }

  /** The partitions of a group in token order; empty when the group is unknown. */
  public List<Partition> partitionsOf(UUID groupId) {
    List<Partition> partitions = groups.get(groupId);
    return partitions == null ? List.of() : partitions;
  }

  /** Every group, in the order of their creation. */
  public Collection<UUID> groups() {
    return Collections.unmodifiableCollection(groups.keySet());
  }

  /** Every partition, by group in the order of creation and then by token. */
  public List<Partition> partitions() {
    List<Partition> all = new ArrayList<>(byId.size());
    groups.values().forEach(all::addAll);
    return all;
  }

  /**
   * A map in which {@code partitions} are all of the group's partitions, whatever it had before.
   *
   * @throws IllegalArgumentException when they do not tile the token space
   */
  public PartitionMap with(UUID groupId, List<Partition> partitions) {
    List<Partition> ordered = new ArrayList<>(partitions);
    ordered.sort(TOKEN_ORDER);
    requireTiling(groupId, ordered);
    Map<PartitionId, Partition> ids = new LinkedHashMap<>(byId);
    partitionsOf(groupId).forEach(old -> ids.remove(old.id()));
    for (Partition partition : ordered) {
      if (ids.put(partition.id(), partition) != null) {
        throw new IllegalArgumentException("partition twice in the map: " + partition.id());
      }
    }
    SequencedMap<UUID, List<Partition>> changed = new LinkedHashMap<>(groups);
    changed.put(groupId, List.copyOf(ordered));
    return new PartitionMap(version + 1, changed, ids);
  }

  /** A map without the group; this map when it has none. */
  public PartitionMap without(UUID groupId) {
    if (!groups.containsKey(groupId)) {
      return this;
    }
    Map<PartitionId, Partition> ids = new LinkedHashMap<>(byId);
    partitionsOf(groupId).forEach(old -> ids.remove(old.id()));
    SequencedMap<UUID, List<Partition>> changed = new LinkedHashMap<>(groups);
    changed.remove(groupId);
    return new PartitionMap(version + 1, changed, ids);
  }

  /** The same partitions under a version read back from storage. */
  public PartitionMap atVersion(long restored) {
    return new PartitionMap(restored, groups, byId);
  }

  private static void requireTiling(UUID groupId, List<Partition> ordered) {
    if (ordered.isEmpty()
        || ordered.getFirst().range().fromInclusive() != 0L
        || ordered.getLast().range().toInclusive() != -1L) {
      throw new IllegalArgumentException("ranges do not cover the token space: " + ordered);
    }
    for (int i = 0; i < ordered.size(); i++) {
      Partition partition = ordered.get(i);
      if (!partition.groupId().equals(groupId)) {
        throw new IllegalArgumentException("partition of another group: " + partition);
      }
      if (i > 0 && !ordered.get(i - 1).range().isFollowedBy(partition.range())) {
        throw new IllegalArgumentException("ranges do not tile the token space: " + ordered);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PartitionMap map && version == map.version && groups.equals(map.groups);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(version) + groups.hashCode();
  }

  @Override
  public String toString() {
    return "PartitionMap[version=" + version + ", groups=" + groups + "]";
  }
}
