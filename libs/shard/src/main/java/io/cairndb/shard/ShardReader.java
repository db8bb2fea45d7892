package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.MetaRecords.Intent;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.ValueSlice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads from the durable state, on the caller's thread, without the shard's loop: what has
 * been acknowledged is seen, what a crash could take back is not. Thread-safe.
 */
public final class ShardReader {
  private static final ReadResult.ItemRead ABSENT = new ReadResult.ItemRead(null, null, false);

  private final StorageEngine engine;
  private final Trees trees;
  private final Supplier<ShardCatalog> catalog;
  private final Removals removals;
  private final SweptExpiries swept;

  ShardReader(
      StorageEngine engine,
      Trees trees,
      Supplier<ShardCatalog> catalog,
      Removals removals,
      SweptExpiries swept) {
    this.engine = engine;
    this.trees = trees;
    this.catalog = catalog;
    this.removals = removals;
    this.swept = swept;
  }

  /** Answers any read. */
  public ReadResult read(Read read) {
    return switch (read) {
      case Read.GetItem get -> get(get);
      case Read.GetItems many -> getAll(many);
      case Read.RangeRead range -> range(range);
    };
  }

  /** One item; {@link ReadResult.ItemRead} or a refusal. */
  public ReadResult get(Read.GetItem get) {
    TableSchema table = catalog.get().table(get.tableId());
    if (table == null) {
      return new Refusal.TableGone(get.tableId());
    }
    Refusal refusal = check(catalog.get(), get);
    if (refusal != null) {
      return refusal;
    }
    try (ReadView view = engine.snapshot()) {
      ReadResult.ItemRead found =
          itemAt(view, KeyLayout.item(table.groupId(), get.key()), optionsOf(get));
      return found == null ? ABSENT : found;
    }
  }

  private static ReadOptions optionsOf(Read.GetItem get) {
    ItemBuffer into = get.into();
    return into == null ? ReadOptions.DEFAULT : into.options;
  }

  private ReadResult getAll(Read.GetItems many) {
    ShardCatalog tables = catalog.get();
    List<Sought> sought = new ArrayList<>(many.items().size());
    for (Read.GetItem get : many.items()) {
      Refusal refusal = check(tables, get);
      if (refusal != null) {
        return refusal;
      }
      TableSchema table = tables.table(get.tableId());
      if (table == null) {
        return new Refusal.TableGone(get.tableId());
      }
      byte[] engineKey = KeyLayout.item(table.groupId(), get.key());
      Hlc removed = removals.durableBefore(engineKey);
      sought.add(new Sought(table.groupId(), get.key(), engineKey, removed));
    }
    List<ReadResult.ItemRead> items = new ArrayList<>(sought.size());
    try (ReadView view = engine.snapshot()) {
      for (Sought one : sought) {
        items.add(many.lookForIntents() ? versionAt(view, one) : presentAt(view, one));
      }
    }
    return new ReadResult.ItemsRead(items);
  }

  /**
   * An item that is going to be looked up.
   *
   * @param removed newest removal known before the view was taken
   */
  private record Sought(UUID groupId, ItemKey key, byte[] engineKey, Hlc removed) {}

  private ReadResult.ItemRead presentAt(ReadView view, Sought sought) {
    ReadResult.ItemRead found = itemAt(view, sought.engineKey(), ReadOptions.DEFAULT);
    return found == null ? ABSENT : found;
  }

  private ReadResult.ItemRead versionAt(ReadView view, Sought sought) {
    ReadResult.ItemRead found = itemAt(view, sought.engineKey(), ReadOptions.DEFAULT);
    boolean pending = isWritePending(view, sought.groupId(), sought.key());
    return found == null
        ? new ReadResult.ItemRead(
            null, removals.asOfView(sought.engineKey(), sought.removed()), pending)
        : new ReadResult.ItemRead(found.item(), found.version(), pending);
  }

  /** A page; {@link ReadResult.RangePage} or a refusal. */
  public ReadResult range(Read.RangeRead range) {
    ShardCatalog tables = catalog.get();
    TableSchema table = tables.table(range.tableId());
    if (table == null) {
      return new Refusal.TableGone(range.tableId());
    }
    SecondaryIndex index = null;
    if (range.indexId().isPresent()) {
      index = find(table, range.indexId().get());
      if (index == null) {
        return new Refusal.TableGone(range.indexId().get());
      }
    }
    UUID group = RangeScan.groupOf(table, index);
    ShardCatalog.Hosted hosted = tables.partition(range.partition().id());
    Refusal refusal = checkPartition(hosted, range.partition(), group);
    if (refusal != null || hosted == null) {
      return refusal == null ? new Refusal.WrongPartition(null) : refusal;
    }
    TokenRange owned = hosted.partition().range();
    if (range.range() instanceof Read.KeyRange.OfCollection one && !owned.contains(one.token())) {
      return wrongPartition(tables, group, one.token());
    }
    try (ReadView view = engine.snapshot()) {
      return new RangeScan(range, table, index, view, trees).run(owned);
    }
  }

  /** Partitions of a table group that live in this shard. */
  public List<Partition> partitionsOf(UUID groupId) {
    return catalog.get().partitionsOf(groupId).map(ShardCatalog.Hosted::partition).toList();
  }

  private static @Nullable SecondaryIndex find(TableSchema table, UUID indexId) {
    for (SecondaryIndex index : table.localIndexes()) {
      if (index.id().equals(indexId)) {
        return index;
      }
    }
    for (SecondaryIndex index : table.globalIndexes()) {
      if (index.id().equals(indexId)) {
        return index;
      }
    }
    return null;
  }

  /**
   * Expired items of tables with TTL, longest overdue first within a table.
   *
   * @param asOfSeconds items that expire at this second or before
   * @param maxItems most items returned for one table
   */
  public List<Command.ExpireItem> expired(long asOfSeconds, int maxItems) {
    List<Command.ExpireItem> due = new ArrayList<>();
    Set<UUID> expiring = new HashSet<>();
    for (TableSchema table : catalog.get().tables()) {
      if (table.ttlAttribute().isPresent()) {
        expiring.add(table.tableId());
        sweep(table.tableId(), asOfSeconds, maxItems, due);
      }
    }
    swept.retain(expiring);
    return due;
  }

  private void sweep(UUID tableId, long asOfSeconds, int maxItems, List<Command.ExpireItem> due) {
    long end = asOfSeconds + 1;
    SweptExpiries.Sweep sweep = swept.begin(tableId, end);
    long from = Math.max(sweep.from(), asOfSeconds - ExpiryIndex.OLDEST_SECONDS);
    if (from >= end) {
      return;
    }
    byte[] lower = ExpiryIndex.lower(tableId, from);
    byte[] upper = ExpiryIndex.lower(tableId, end);
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(trees.ttl(), lower, upper)) {
      boolean valid = cursor.seekToFirst();
      sweep.end(valid ? ExpiryIndex.secondsOf(cursor.key()) : end);
      for (int found = 0; valid && found < maxItems; found++) {
        due.add(
            new Command.ExpireItem(
                tableId,
                ExpiryIndex.engineKeyOf(cursor.key()),
                ExpiryIndex.secondsOf(cursor.key()),
                asOfSeconds));
        valid = cursor.next();
      }
    }
  }

  /** The table whose own items a partition here holds; null for any other partition. */
  public @Nullable TableSchema tableOf(PartitionId partition) {
    ShardCatalog now = catalog.get();
    ShardCatalog.Hosted hosted = now.partition(partition);
    ShardCatalog.Group group = hosted == null ? null : now.group(hosted.partition().groupId());
    return group == null || group.index().isPresent() ? null : group.table();
  }

  /** Tables this shard knows, as their schemas are here. */
  public List<TableSchema> tables() {
    return List.copyOf(catalog.get().tables());
  }

  /** A new look for what is stored here, whether or not requests can reach it. */
  public GroupInventory inventory() {
    return new GroupInventory(engine, trees);
  }

  private static @Nullable Refusal check(ShardCatalog tables, Read.GetItem get) {
    TableSchema table = tables.table(get.tableId());
    if (table == null) {
      return new Refusal.TableGone(get.tableId());
    }
    ShardCatalog.Hosted hosted = tables.partition(get.partition().id());
    Refusal refusal = checkPartition(hosted, get.partition(), table.groupId());
    long token = get.key().token();
    if (refusal != null || hosted == null || hosted.partition().range().contains(token)) {
      return refusal;
    }
    return wrongPartition(tables, table.groupId(), token);
  }

  private static @Nullable Refusal checkPartition(
      ShardCatalog.@Nullable Hosted hosted, PartitionRef ref, UUID group) {
    boolean right =
        hosted != null
            && hosted.partition().epoch().equals(ref.epoch())
            && hosted.partition().groupId().equals(group);
    return right ? null : new Refusal.WrongPartition(hosted == null ? null : hosted.partition());
  }

  private static Refusal wrongPartition(ShardCatalog tables, UUID group, long token) {
    ShardCatalog.Hosted current = tables.locate(group, token);
    return new Refusal.WrongPartition(current == null ? null : current.partition());
  }

  private ReadResult.@Nullable ItemRead itemAt(
      ReadView view, byte[] engineKey, ReadOptions options) {
    ValueSlice value = view.find(trees.main(), engineKey, options);
    if (value == null) {
      return null;
    }
    StoredItem stored = StoredItem.decode(value.array(), value.offset(), value.length());
    Hlc version = new Hlc(stored.hlcMsb(), stored.hlcLsb());
    return new ReadResult.ItemRead(stored.item(), version, false);
  }

  private boolean isWritePending(ReadView view, UUID groupId, ItemKey key) {
    byte[] value = view.get(trees.main(), KeyLayout.intent(groupId, key));
    return value != null && MetaRecords.intent(value).kind() != Intent.Kind.CHECK;
  }
}
