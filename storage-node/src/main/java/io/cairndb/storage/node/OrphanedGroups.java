package io.cairndb.storage.node;

import io.cairndb.env.Clock;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.GroupInventory;
import io.cairndb.shard.Shard;
import io.cairndb.shard.StoredGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Finds orphaned groups: tables and global indexes that a shard holds and the catalog does not
 * know, as after a repair of the catalog that lost some. Nothing is done with them but telling.
 *
 * <p>The catalog knows a group before any shard does, and until every shard has been told to drop
 * it. So a group is orphaned when it was in the shard before the catalog was looked at, is not in
 * the catalog, and still is in the shard: neither one that is created nor one that is deleted
 * meanwhile looks so. Where the catalog comes late, that has to stay so for a while.
 *
 * <p>A look costs little, whatever the shard holds: keys of groups that no partition is recorded of
 * are looked for in a walk that each look takes on by {@link #STEPS_PER_LOOK}.
 *
 * <p>Looks are confined to one thread at a time; {@link #count} may be asked on any thread.
 */
final class OrphanedGroups {
  /** Seeks and deleted keys. What these hide is read, too: some 20 MB where items had 1 KB. */
  private static final int STEPS_PER_LOOK = 20_000;

  private final Clock clock;
  private final NodeListener listener;
  private final Map<ShardId, GroupInventory> inventories = new HashMap<>();
  private final Map<ShardId, Integer> counts = new ConcurrentHashMap<>();

  /** When a group was first seen without the catalog's knowing it, by shard. */
  private final Map<ShardId, Map<UUID, Long>> suspects = new HashMap<>();

  private final Map<ShardId, Set<UUID>> told = new HashMap<>();
  private volatile Source source = new Source(Optional::empty, Duration.ZERO);

  /** Where the catalog is read, and how long it may lag behind the shards. */
  private record Source(Supplier<Optional<PartitionMap>> catalog, Duration lag) {}

  OrphanedGroups(Clock clock, NodeListener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  void setCatalog(Supplier<Optional<PartitionMap>> catalog, Duration lag) {
    source = new Source(catalog, lag);
  }

  /** Orphaned groups of a shard, as of the last look. */
  int count(ShardId shard) {
    return counts.getOrDefault(shard, 0);
  }

  /** Looks at one shard and goes on with its walk. */
  void look(Shard shard) {
    inventory(shard).walk(STEPS_PER_LOOK);
    lookAtRecords(shard);
  }

  private GroupInventory inventory(Shard shard) {
    return inventories.computeIfAbsent(shard.id(), id -> shard.reader().inventory());
  }

  /**
   * Looks at one shard without going on with its walk: at partitions, and at what it has met. Does
   * nothing while the catalog is not known.
   */
  void lookAtRecords(Shard shard) {
    Source asked = source;
    GroupInventory inventory = inventory(shard);
    List<StoredGroup> before = inventory.held();
    Optional<PartitionMap> catalog = asked.catalog().get();
    if (catalog.isEmpty()) {
      suspects.remove(shard.id());
      return;
    }
    PartitionMap known = catalog.get();
    List<StoredGroup> unknown =
        before.stream().filter(group -> !known.groups().contains(group.group())).toList();
    Set<UUID> still = new HashSet<>();
    if (!unknown.isEmpty()) {
      inventory.held().forEach(group -> still.add(group.group()));
    }
    Map<UUID, Long> seen = suspects.getOrDefault(shard.id(), Map.of());
    Map<UUID, Long> now = new HashMap<>();
    int orphans = 0;
    for (StoredGroup group : unknown) {
      if (still.contains(group.group())) {
        long since = seen.getOrDefault(group.group(), clock.nanoTime());
        now.put(group.group(), since);
        if (clock.nanoTime() - since >= asked.lag().toNanos()) {
          orphans++;
          tell(shard.id(), group);
        }
      }
    }
    suspects.put(shard.id(), now);
    counts.put(shard.id(), orphans);
  }

  private void tell(ShardId shard, StoredGroup group) {
    if (told.computeIfAbsent(shard, id -> new HashSet<>()).add(group.group())) {
      listener.onOrphanedGroup(shard, group);
    }
  }
}
