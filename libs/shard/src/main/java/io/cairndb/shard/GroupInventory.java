package io.cairndb.shard;

import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Finds the table groups of which there is anything in one view of a shard: records of partitions,
 * and keys in the main tree, with one seek for each group. Groups that are being purged are left
 * out: the record of that work is written with the removal of their partitions. Confined to one
 * thread.
 */
final class GroupInventory {
  private final ReadView view;
  private final Trees trees;

  GroupInventory(ReadView view, Trees trees) {
    this.view = view;
    this.trees = trees;
  }

  List<StoredGroup> find() {
    Set<UUID> found = new LinkedHashSet<>();
    each(MetaKeys.PARTITION, (id, value) -> found.add(MetaRecords.partition(value).groupId()));
    addStored(found);
    each(
        MetaKeys.JOB,
        (id, value) -> {
          MaintenanceJob job = MaintenanceJob.decode(id, value);
          if (job.kind() == MaintenanceJob.Kind.PURGE_GROUP) {
            found.remove(job.subject());
          }
        });
    Map<UUID, StoredGroup> known = known();
    List<StoredGroup> groups = new ArrayList<>();
    for (UUID group : found) {
      StoredGroup nameless = new StoredGroup(group, Optional.empty(), Optional.empty());
      groups.add(known.getOrDefault(group, nameless));
    }
    return groups;
  }

  /** What the schemas here say of groups. */
  private Map<UUID, StoredGroup> known() {
    Map<UUID, StoredGroup> known = new LinkedHashMap<>();
    each(
        MetaKeys.SCHEMA,
        (id, value) -> {
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

  private void addStored(Set<UUID> found) {
    try (Cursor cursor = view.cursor(trees.main(), null, null)) {
      boolean valid = cursor.seekToFirst();
      while (valid) {
        UUID group = KeyLayout.groupOf(cursor.key());
        found.add(group);
        byte[] next = KeyLayout.groupUpper(group);
        valid = next != null && cursor.seekCeiling(next);
      }
    }
  }

  private void each(int kind, BiConsumer<UUID, byte[]> consumer) {
    byte[] prefix = MetaKeys.kind(kind);
    try (Cursor cursor = view.cursor(trees.meta(), prefix, KeyLayout.successor(prefix))) {
      for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
        UUID id = new RecordReader("meta key", cursor.key()).skip(1).uuid();
        consumer.accept(id, cursor.value());
      }
    }
  }
}
