package io.cairndb.shard;

import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.SecondaryIndex;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a decided change of an item into operations of the batch: the item, its local index
 * entries, its expiry entry, its change record and the figures. Confined to the shard's loop.
 */
final class ItemChanges {
  private final Trees trees;

  ItemChanges(Trees trees) {
    this.trees = trees;
  }

  /** Adds everything that {@code plan} changes. */
  void apply(Evaluation evaluation, WritePlan.Ready plan, ChangeRecord.Origin origin) {
    Item old = plan.oldItem();
    Item updated = plan.newItem();
    if (!plan.writes() || (old == null && updated == null)) {
      return;
    }
    if (updated == null) {
      evaluation.batch().delete(trees.main(), plan.engineKey());
      evaluation.onRemoval(plan.engineKey());
    } else {
      evaluation.batch().put(trees.main(), plan.engineKey(), stored(evaluation, updated));
    }
    count(evaluation, plan.partition().counts(), plan.engineKey(), 0, old, updated);
    for (SecondaryIndex index : plan.table().localIndexes()) {
      maintain(evaluation, plan, index);
    }
    maintainExpiry(evaluation, plan);
    if (plan.table().recordsChanges()) {
      recordChange(evaluation, plan, origin);
    }
  }

  byte[] stored(Evaluation evaluation, Item item) {
    return new StoredItem(evaluation.now.msb(), evaluation.now.lsb(), item).encode();
  }

  /** Counts the change of one value from {@code old} to {@code updated}. */
  void count(
      Evaluation evaluation,
      PartitionCounts counts,
      byte[] engineKey,
      int ordinal,
      @Nullable Item old,
      @Nullable Item updated) {
    long items = (updated == null ? 0 : 1) - (old == null ? 0 : 1);
    long bytes =
        (updated == null ? 0L : updated.sizeInBytes()) - (old == null ? 0L : old.sizeInBytes());
    if (items != 0 || bytes != 0) {
      evaluation.onApply(() -> counts.add(evaluation, engineKey, ordinal, items, bytes));
    }
  }

  /** An entry of a local index. */
  private record Entry(byte[] key, Item item) {}

  private void maintain(Evaluation evaluation, WritePlan.Ready plan, SecondaryIndex index) {
    Entry before = entry(plan, index, plan.oldItem());
    Entry after = entry(plan, index, plan.newItem());
    boolean stays = before != null && after != null && Arrays.equals(before.key(), after.key());
    if (before != null && after != null && stays && before.item().equals(after.item())) {
      return;
    }
    PartitionCounts counts = plan.partition().counts();
    if (before != null) {
      count(evaluation, counts, before.key(), index.ordinal(), before.item(), null);
      if (!stays) {
        evaluation.batch().delete(trees.main(), before.key());
      }
    }
    if (after != null) {
      count(evaluation, counts, after.key(), index.ordinal(), null, after.item());
      evaluation.batch().put(trees.main(), after.key(), stored(evaluation, after.item()));
    }
  }

  private static @Nullable Entry entry(
      WritePlan.Ready plan, SecondaryIndex index, @Nullable Item item) {
    if (item == null) {
      return null;
    }
    Optional<Item> projected = IndexEntries.project(plan.table(), index, item);
    if (projected.isEmpty()) {
      return null;
    }
    byte[] indexSort = ItemKey.of(index.key(), item).sort();
    byte[] key =
        KeyLayout.localEntry(plan.table().groupId(), plan.key(), index.ordinal(), indexSort);
    return new Entry(key, projected.get());
  }

  private void maintainExpiry(Evaluation evaluation, WritePlan.Ready plan) {
    if (plan.table().ttlAttribute().isEmpty()) {
      return;
    }
    long before = ExpiryIndex.expirySeconds(plan.table(), plan.oldItem());
    long after = ExpiryIndex.expirySeconds(plan.table(), plan.newItem());
    if (before == after) {
      return;
    }
    var tableId = plan.table().tableId();
    if (before != ExpiryIndex.NEVER) {
      evaluation.batch().delete(trees.ttl(), ExpiryIndex.key(tableId, before, plan.engineKey()));
    }
    if (after != ExpiryIndex.NEVER) {
      evaluation
          .batch()
          .put(trees.ttl(), ExpiryIndex.key(tableId, after, plan.engineKey()), ExpiryIndex.value());
      evaluation.onExpiry(tableId, after);
    }
  }

  /** A write that leaves the item as it was makes no record, as in DynamoDB. */
  private void recordChange(
      Evaluation evaluation, WritePlan.Ready plan, ChangeRecord.Origin origin) {
    Item old = plan.oldItem();
    Item updated = plan.newItem();
    if (old != null && updated != null && old.equals(updated)) {
      return;
    }
    ChangeRecord.Kind kind =
        old == null
            ? ChangeRecord.Kind.INSERT
            : updated == null ? ChangeRecord.Kind.REMOVE : ChangeRecord.Kind.MODIFY;
    append(
        evaluation,
        plan.partition(),
        new ChangeRecord(
            evaluation.now,
            kind,
            plan.table().tableId(),
            old,
            updated,
            origin,
            plan.table().stream().isPresent(),
            Set.of()));
  }

  void append(Evaluation evaluation, ShardCatalog.Hosted partition, ChangeRecord change) {
    var id = partition.partition().id();
    ChangePosition position = evaluation.nextChange(id);
    evaluation.batch().put(trees.changes(), ChangeLog.key(id, position), ChangeLog.encode(change));
  }
}
