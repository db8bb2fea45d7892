package io.cairndb.index.core;

import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.IndexMutation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one change of an item does to one index. Pure functions. */
final class EntryChanges {

  private EntryChanges() {}

  /**
   * The entry's removals and writes, in this order: none, one, or one of each when the item moves
   * between index keys.
   */
  static List<IndexMutation> of(
      TableSchema table, SecondaryIndex index, ChangeRecord.Positioned record) {
    ChangeRecord change = record.change();
    if (change.kind() == ChangeRecord.Kind.BACKFILL && !change.indexIds().contains(index.id())) {
      return List.of();
    }
    Item before = entryOf(table, index, change.oldItem());
    Item after = entryOf(table, index, change.newItem());
    byte[] oldKey = before == null ? null : keyOf(table, index, before);
    byte[] newKey = after == null ? null : keyOf(table, index, after);
    boolean sameKey = oldKey != null && newKey != null && Arrays.equals(oldKey, newKey);
    if (sameKey && after != null && after.equals(before)) {
      return List.of();
    }
    List<IndexMutation> mutations = new ArrayList<>(2);
    if (oldKey != null && !sameKey) {
      mutations.add(new IndexMutation(record.position(), oldKey, null));
    }
    if (newKey != null) {
      mutations.add(new IndexMutation(record.position(), newKey, after));
    }
    return mutations;
  }

  private static @Nullable Item entryOf(
      TableSchema table, SecondaryIndex index, @Nullable Item item) {
    Optional<Item> entry =
        item == null ? Optional.empty() : IndexEntries.project(table, index, item);
    return entry.orElse(null);
  }

  /** Every projection holds the keys of the table and of the index. */
  private static byte[] keyOf(TableSchema table, SecondaryIndex index, Item entry) {
    return KeyLayout.globalEntry(
        index.id(), ItemKey.of(index.key(), entry), ItemKey.of(table.key(), entry));
  }
}
