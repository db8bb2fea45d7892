package io.cairndb.shard;

import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemFormatException;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a global index: shows existing items to an index that is being built, through the
 * source's change log, and applies what the feeder derived from the log to the index's partition.
 * Confined to the shard's loop.
 *
 * <p>Exactly once: the index partition's cursor in the source's log moves in the same batch as the
 * entries, and what lies at or before the cursor is skipped.
 */
final class IndexFeed {
  private static final int MAX_CHUNK_ITEMS = 10_000;
  private static final long MAX_CHUNK_BYTES = 1024 * 1024;

  /** Keys looked at for one item shown, most of them entries of local indexes. */
  private static final int KEYS_PER_ITEM = 16;

  private final ShardState state;
  private final ItemChanges changes;

  IndexFeed(ShardState state, ItemChanges changes) {
    this.state = state;
    this.changes = changes;
  }

  CommandResult backfill(Evaluation evaluation, Command.BackfillChunk command) {
    ShardCatalog.Hosted hosted = state.catalog().partition(command.partition().id());
    if (hosted == null || !hosted.partition().epoch().equals(command.partition().epoch())) {
      return new Refusal.WrongPartition(hosted == null ? null : hosted.partition());
    }
    ShardCatalog.Group group = state.catalog().group(hosted.partition().groupId());
    if (group == null || group.index().isPresent()) {
      return new Refusal.TableGone(hosted.partition().groupId());
    }
    TableSchema table = group.table();
    if (table.globalIndexes().stream()
        .map(SecondaryIndex::id)
        .noneMatch(command.indexIds()::contains)) {
      return new Refusal.TableGone(table.tableId());
    }
    byte[] from = command.fromKey() == null ? Tables.lowest(hosted.partition()) : command.fromKey();
    byte[] end =
        KeyLayout.tokenUpper(
            hosted.partition().groupId(), hosted.partition().range().toInclusive());
    int maxItems = Math.min(command.maxItems(), MAX_CHUNK_ITEMS);
    int items = 0;
    long bytes = 0;
    long keys = 0;
    long maxKeys = (long) KEYS_PER_ITEM * maxItems;
    try (var cursor = evaluation.view.cursor(state.trees().main(), from, end)) {
      boolean valid = cursor.seekToFirst();
      while (valid && items < maxItems && bytes < MAX_CHUNK_BYTES && keys++ < maxKeys) {
        if (KeyLayout.familyOf(table.key(), cursor.key()) == KeyLayout.FAMILY_ITEM) {
          Item item = StoredItem.decode(cursor.value()).item();
          show(evaluation, hosted, table, item, command.indexIds());
          items++;
          bytes += item.length();
        }
        valid = cursor.next();
      }
      return new CommandResult.Progress(valid ? cursor.key().clone() : null, items);
    }
  }

  private void show(
      Evaluation evaluation,
      ShardCatalog.Hosted hosted,
      TableSchema table,
      Item item,
      Set<UUID> indexIds) {
    changes.append(
        evaluation,
        hosted,
        new ChangeRecord(
            evaluation.now,
            ChangeRecord.Kind.BACKFILL,
            table.tableId(),
            null,
            item,
            ChangeRecord.Origin.USER,
            false,
            indexIds));
  }

  CommandResult apply(Evaluation evaluation, Command.ApplyIndexChanges command) {
    ShardCatalog.Hosted hosted = state.catalog().partition(command.indexPartition().id());
    if (hosted == null || !hosted.partition().epoch().equals(command.indexPartition().epoch())) {
      return new Refusal.WrongPartition(hosted == null ? null : hosted.partition());
    }
    ShardCatalog.Group group = state.catalog().group(hosted.partition().groupId());
    if (group == null || group.index().isEmpty()) {
      return new Refusal.TableGone(hosted.partition().groupId());
    }
    byte[] cursorKey =
        MetaKeys.indexCursor(command.indexPartition().id(), command.sourcePartition());
    byte[] cursorValue = evaluation.view.get(state.trees().meta(), cursorKey);
    ChangePosition applied =
        cursorValue == null ? ChangePosition.BEGINNING : MetaRecords.position(cursorValue);
    if (command.upTo().compareTo(applied) <= 0) {
      return new CommandResult.IndexApplied(applied);
    }
    // One write for each key: the last; the figures compare it with what is stored.
    Map<Bytes, IndexMutation> last = new LinkedHashMap<>();
    for (IndexMutation mutation : command.mutations()) {
      requireInside(hosted, mutation.key());
      if (mutation.position().compareTo(applied) > 0) {
        last.put(Bytes.of(mutation.key()), mutation);
      }
    }
    last.values().forEach(mutation -> applyEntry(evaluation, hosted, mutation));
    evaluation.batch().put(state.trees().meta(), cursorKey, MetaRecords.encode(command.upTo()));
    return new CommandResult.IndexApplied(command.upTo());
  }

  private void applyEntry(
      Evaluation evaluation, ShardCatalog.Hosted hosted, IndexMutation mutation) {
    var main = state.trees().main();
    byte[] value = evaluation.view.get(main, mutation.key());
    Item before = value == null ? null : StoredItem.decode(value).item();
    @Nullable Item after = mutation.entry();
    if (after == null) {
      if (before == null) {
        return;
      }
      evaluation.batch().delete(main, mutation.key());
    } else {
      evaluation.batch().put(main, mutation.key(), changes.stored(evaluation, after));
    }
    changes.count(evaluation, hosted.counts(), mutation.key(), 0, before, after);
  }

  private static void requireInside(ShardCatalog.Hosted hosted, byte[] key) {
    if (!KeyLayout.groupOf(key).equals(hosted.partition().groupId())
        || !hosted.partition().range().contains(KeyLayout.tokenOf(key))) {
      throw new ItemFormatException(
          "an index entry outside its partition: " + Arrays.hashCode(key));
    }
  }
}
