package io.cairndb.router.core.items;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.IndexMutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Shard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings global indexes up to date when told to; the plainest thing that could. */
final class IndexFeeder {
  private final Map<ShardId, Shard> shards;

  IndexFeeder(Map<ShardId, Shard> shards) {
    this.shards = shards;
  }

  boolean feed(UUID tableId, UUID indexId, Catalog catalog) {
    TableDescriptor known = catalog.table(tableId);
    GlobalIndex index = known == null ? null : known.globalIndex(indexId).orElse(null);
    if (known == null || index == null) {
      return false;
    }
    for (Partition source : catalog.partitions().partitionsOf(known.schema().groupId())) {
      for (Partition target : catalog.partitions().partitionsOf(indexId)) {
        feed(known.schema(), index.definition(), source, target);
      }
    }
    return true;
  }

  private Shard shard(Partition partition) {
    Shard shard = shards.get(partition.home());
    if (shard == null) {
      throw new AssertionError("no shard for " + partition);
    }
    return shard;
  }

  private void feed(TableSchema table, SecondaryIndex index, Partition source, Partition target) {
    ChangePosition from = shard(target).changes().indexCursor(target.id(), source.id());
    List<ChangeRecord.Positioned> changes =
        shard(source).changes().read(source.id(), from, Integer.MAX_VALUE, Long.MAX_VALUE);
    if (changes.isEmpty()) {
      return;
    }
    List<IndexMutation> mutations = new ArrayList<>();
    for (ChangeRecord.Positioned change : changes) {
      Map<ItemKey, @Nullable Item> entries = new LinkedHashMap<>();
      put(entries, table, index, change.change().oldItem(), false);
      put(entries, table, index, change.change().newItem(), true);
      entries.forEach(
          (key, entry) -> {
            if (target.range().contains(key.token())) {
              mutations.add(
                  new IndexMutation(change.position(), KeyLayout.item(index.id(), key), entry));
            }
          });
    }
    shard(target)
        .submit(
            new Command.ApplyIndexChanges(
                PartitionRef.of(target), source.id(), changes.getLast().position(), mutations))
        .join();
  }

  private static void put(
      Map<ItemKey, @Nullable Item> entries,
      TableSchema table,
      SecondaryIndex index,
      @Nullable Item item,
      boolean present) {
    if (item == null) {
      return;
    }
    IndexEntries.project(table, index, item)
        .ifPresent(
            entry ->
                entries.put(
                    KeyLayout.globalEntryKey(
                        ItemKey.of(index.key(), entry), ItemKey.of(table.key(), item)),
                    present ? entry : null));
  }
}
