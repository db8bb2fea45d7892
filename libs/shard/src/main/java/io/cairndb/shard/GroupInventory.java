package io.cairndb.shard;

import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.storage.engine.KeyProbe;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the table groups of which a shard holds anything: records of partitions, which are looked
 * at each time, and keys of no recorded partition, which {@link #walk} looks for bit by bit. Groups
 * that are being purged are left out: the record of that work is written with the removal of their
 * partitions. Confined to one thread; errors are those of {@link ReadView}.
 */
public final class GroupInventory {
  /** Most deleted keys that are passed over to see whether a group that was met still is there. */
  private static final int PASSED_AGAIN = 1000;

  private final StorageEngine engine;
  private final Trees trees;

  /** Groups without partitions, with a key that was live when they were looked at last. */
  private final Map<UUID, byte[]> met = new HashMap<>();

  /** Where the walk goes on. */
  private byte[] position = {};

  GroupInventory(StorageEngine engine, Trees trees) {
    this.engine = engine;
    this.trees = trees;
  }

  /**
   * Goes on looking for keys of groups without partitions, from where the last walk ended, and from
   * the beginning once all keys have been gone past. Groups with partitions cost one step each,
   * however many keys they have.
   *
   * @param stepsMax most seeks and deleted keys, at least 1
   */
  public void walk(int stepsMax) {
    try (ReadView view = engine.snapshot()) {
      NavigableSet<byte[]> passed = new TreeSet<>(Arrays::compareUnsigned);
      recorded(view).forEach(group -> passed.add(KeyLayout.groupLower(group)));
      purged(view).forEach(group -> passed.add(KeyLayout.groupLower(group)));
      met.keySet().forEach(group -> passed.add(KeyLayout.groupLower(group)));
      byte @Nullable [] from = position;
      int left = stepsMax;
      while (from != null && left > 0) {
        byte[] group = passed.floor(from);
        if (group != null && startsWith(from, group)) {
          from = KeyLayout.successor(group);
          left--;
        } else {
          byte[] next = passed.higher(from);
          KeyProbe probe = view.probe(trees.main(), from, next, left);
          left -= probe.passed() + 1;
          from = probe.key() == null ? next : probe.key();
          if (probe.live() && from != null) {
            UUID found = KeyLayout.groupOf(from);
            met.put(found, from);
            passed.add(KeyLayout.groupLower(found));
          }
        }
      }
      position = from == null ? new byte[0] : from;
    }
  }

  private static boolean startsWith(byte[] key, byte[] group) {
    return key.length >= group.length
        && Arrays.equals(key, 0, group.length, group, 0, group.length);
  }

  /** Groups with partitions, and those met on the way that still are there. */
  public List<StoredGroup> held() {
    try (ReadView view = engine.snapshot()) {
      Set<UUID> found = recorded(view);
      Set<UUID> purged = purged(view);
      met.keySet().removeAll(found);
      met.keySet().removeAll(purged);
      met.entrySet().removeIf(entry -> !isThere(view, entry));
      found.addAll(met.keySet());
      found.removeAll(purged);
      Map<UUID, StoredGroup> known = known(view);
      List<StoredGroup> groups = new ArrayList<>();
      for (UUID group : found) {
        StoredGroup nameless = new StoredGroup(group, Optional.empty(), Optional.empty());
        groups.add(known.getOrDefault(group, nameless));
      }
      return groups;
    }
  }

  /** Where many keys in a row have been deleted, no; the walk meets the group again. */
  private boolean isThere(ReadView view, Map.Entry<UUID, byte[]> group) {
    byte[] end = KeyLayout.groupUpper(group.getKey());
    KeyProbe probe = view.probe(trees.main(), group.getValue(), end, PASSED_AGAIN);
    if (!probe.live() || probe.key() == null) {
      return false;
    }
    group.setValue(probe.key());
    return true;
  }

  private Set<UUID> recorded(ReadView view) {
    Set<UUID> groups = new LinkedHashSet<>();
    MetaKeys.forEach(
        view,
        trees,
        MetaKeys.PARTITION,
        (key, value) -> groups.add(MetaRecords.partition(value).groupId()));
    return groups;
  }

  private Set<UUID> purged(ReadView view) {
    Set<UUID> groups = new HashSet<>();
    MetaKeys.forEach(
        view,
        trees,
        MetaKeys.JOB,
        (key, value) -> {
          MaintenanceJob job = MaintenanceJob.decode(MetaKeys.idOf(key), value);
          if (job.kind() == MaintenanceJob.Kind.PURGE_GROUP) {
            groups.add(job.subject());
          }
        });
    return groups;
  }

  /** What the schemas here say of groups. */
  private Map<UUID, StoredGroup> known(ReadView view) {
    Map<UUID, StoredGroup> known = new HashMap<>();
    MetaKeys.forEach(
        view,
        trees,
        MetaKeys.SCHEMA,
        (key, value) -> {
          var schema = MetaRecords.schema(value);
          UUID own = schema.groupId();
          known.put(own, new StoredGroup(own, Optional.of(schema), Optional.empty()));
          for (SecondaryIndex index : schema.globalIndexes()) {
            UUID group = index.id();
            known.put(
                group, new StoredGroup(group, Optional.of(schema), Optional.of(index.name())));
          }
        });
    return known;
  }
}
