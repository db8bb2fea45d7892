package io.cairndb.shard;

import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.StoredItem;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.PartitionId;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Work that touches many keys, a bounded number in each command so that others get their turn:
 * purges, expiry entries, recounts, expired items, old change records. Confined to the shard's
 * loop.
 */
final class Maintenance {
  /** What a job answers while there is more to do; where it goes on is remembered here. */
  private static final byte[] MORE = new byte[0];

  private final ShardState state;
  private final WritePlanner planner;
  private final ItemChanges changes;

  /** Where the last trim of a partition stopped, to spare walking over what it deleted. */
  private final Map<PartitionId, byte[]> trimmedUpTo = new HashMap<>();

  Maintenance(ShardState state, WritePlanner planner, ItemChanges changes) {
    this.state = state;
    this.planner = planner;
    this.changes = changes;
  }

  CommandResult advance(Evaluation evaluation, Command.AdvanceMaintenance command) {
    if (state.jobs().isEmpty()) {
      return new CommandResult.Progress(null, 0);
    }
    return advance(evaluation, state.jobs().firstEntry().getValue(), command.maxItems());
  }

  CommandResult recount(Evaluation evaluation, Command.AdvanceRecount command) {
    for (ShardCatalog.Hosted hosted : state.catalog().partitions()) {
      if (hosted.counts().isRecounting()) {
        return recount(evaluation, hosted, command.maxItems());
      }
    }
    return new CommandResult.Progress(null, 0);
  }

  private CommandResult advance(Evaluation evaluation, MaintenanceJob job, int maxItems) {
    Chunk chunk =
        switch (job.kind()) {
          case PURGE_GROUP ->
              purge(
                  evaluation,
                  state.trees().main(),
                  job.next() == null ? KeyLayout.groupLower(job.subject()) : job.next(),
                  KeyLayout.groupUpper(job.subject()),
                  maxItems);
          case PURGE_EXPIRIES -> {
            byte[] prefix = ExpiryIndex.tablePrefix(job.subject());
            yield purge(
                evaluation,
                state.trees().ttl(),
                job.next() == null ? prefix : job.next(),
                KeyLayout.successor(prefix),
                maxItems);
          }
          case INDEX_EXPIRIES -> indexExpiries(evaluation, job, maxItems);
        };
    byte[] key = MetaKeys.job(job.id());
    if (chunk.next() == null) {
      evaluation.batch().delete(state.trees().meta(), key);
      evaluation.onApply(() -> state.jobs().remove(job.id()));
    } else {
      MaintenanceJob rest = job.at(chunk.next());
      evaluation.batch().put(state.trees().meta(), key, rest.encode());
      evaluation.onApply(() -> state.jobs().put(job.id(), rest));
    }
    return new CommandResult.Progress(MORE, chunk.items());
  }

  /** How far a chunk came; a null key is the end. */
  private record Chunk(byte @Nullable [] next, int items) {}

  /** Few keys are deleted one by one; what is more goes with one deletion, if there is such. */
  private Chunk purge(
      Evaluation evaluation, Tree tree, byte[] from, byte @Nullable [] end, int maxItems) {
    List<byte[]> keys = new ArrayList<>();
    byte[] next;
    try (Cursor cursor = evaluation.view.cursor(tree, from, end)) {
      boolean valid = cursor.seekToFirst();
      while (valid && keys.size() < maxItems) {
        keys.add(cursor.key().clone());
        valid = cursor.next();
      }
      next = valid ? cursor.key().clone() : null;
    }
    if (next != null && end != null && state.trees().deletesRanges()) {
      evaluation.batch().deleteRange(tree, from, end);
      return new Chunk(null, keys.size());
    }
    keys.forEach(key -> evaluation.batch().delete(tree, key));
    return new Chunk(next, keys.size());
  }

  private Chunk indexExpiries(Evaluation evaluation, MaintenanceJob job, int maxItems) {
    TableSchema table = state.catalog().table(job.subject());
    if (table == null) {
      return new Chunk(null, 0);
    }
    byte[] from = job.next() == null ? KeyLayout.groupLower(table.groupId()) : job.next();
    byte[] end = KeyLayout.groupUpper(table.groupId());
    int seen = 0;
    try (Cursor cursor = evaluation.view.cursor(state.trees().main(), from, end)) {
      boolean valid = cursor.seekToFirst();
      while (valid && seen < maxItems) {
        if (KeyLayout.familyOf(table.key(), cursor.key()) == KeyLayout.FAMILY_ITEM) {
          Item item = StoredItem.decode(cursor.value()).item();
          long expiry = ExpiryIndex.expirySeconds(table, item);
          if (expiry != ExpiryIndex.NEVER) {
            byte[] key = ExpiryIndex.key(table.tableId(), expiry, cursor.key());
            evaluation.batch().put(state.trees().ttl(), key, ExpiryIndex.value());
            evaluation.onExpiry(table.tableId(), expiry);
          }
        }
        seen++;
        valid = cursor.next();
      }
      return new Chunk(valid ? cursor.key().clone() : null, seen);
    }
  }

  private CommandResult recount(Evaluation evaluation, ShardCatalog.Hosted hosted, int maxItems) {
    PartitionCounts counts = hosted.counts();
    ShardCatalog.Group group = state.catalog().group(hosted.partition().groupId());
    byte[] from = counts.countedUpTo();
    if (group == null || from == null) {
      evaluation.onApply(() -> counts.countedUpTo(null));
      return new CommandResult.Progress(MORE, 0);
    }
    byte[] end =
        KeyLayout.tokenUpper(
            hosted.partition().groupId(), hosted.partition().range().toInclusive());
    Map<Integer, long[]> found = new TreeMap<>();
    int seen = 0;
    byte[] next;
    try (Cursor cursor = evaluation.view.cursor(state.trees().main(), from, end)) {
      boolean valid = cursor.seekToFirst();
      while (valid && seen < maxItems) {
        int ordinal = countedOrdinal(group, cursor.key());
        if (ordinal >= 0) {
          long[] sums = found.computeIfAbsent(ordinal, unused -> new long[2]);
          sums[0]++;
          sums[1] += StoredItem.decode(cursor.value()).item().sizeInBytes();
        }
        seen++;
        valid = cursor.next();
      }
      next = valid ? cursor.key().clone() : null;
    }
    evaluation.onApply(
        () -> {
          found.forEach(
              (ordinal, sums) -> counts.addCounted(evaluation, ordinal, sums[0], sums[1]));
          counts.countedUpTo(next);
        });
    return new CommandResult.Progress(MORE, seen);
  }

  /** 0 for items and global entries, a local index's ordinal for its entries, -1 for the rest. */
  private static int countedOrdinal(ShardCatalog.Group group, byte[] key) {
    int family = KeyLayout.familyOffset(group.key(), key);
    return switch (key[family]) {
      case KeyLayout.FAMILY_ITEM -> 0;
      case KeyLayout.FAMILY_LOCAL_INDEX -> key[family + 1] & 0xFF;
      default -> -1;
    };
  }

  CommandResult expire(Evaluation evaluation, Command.ExpireItem command) {
    TableSchema table = state.catalog().table(command.tableId());
    if (table == null) {
      return new Refusal.TableGone(command.tableId());
    }
    byte[] engineKey = command.engineKey();
    if (state.isLocked(engineKey)) {
      return new CommandResult.TransactionConflict();
    }
    Item item = planner.itemAt(evaluation, engineKey);
    long expiry = ExpiryIndex.expirySeconds(table, item);
    if (item == null || expiry != command.expirySeconds() || expiry > command.asOfSeconds()) {
      if (expiry != command.expirySeconds()) {
        byte[] stale = ExpiryIndex.key(command.tableId(), command.expirySeconds(), engineKey);
        evaluation.batch().delete(state.trees().ttl(), stale);
      }
      return new CommandResult.Written(item, item, List.of());
    }
    ItemKey key = KeyLayout.itemKeyOf(table.key(), engineKey);
    ShardCatalog.Hosted hosted = state.catalog().locate(table.groupId(), key.token());
    if (hosted == null) {
      return new Refusal.WrongPartition(null);
    }
    WritePlan.Ready plan =
        new WritePlan.Ready(table, hosted, engineKey, key, item, null, true, List.of());
    changes.apply(evaluation, plan, ChangeRecord.Origin.TTL);
    return plan.written();
  }

  CommandResult trim(Evaluation evaluation, Command.TrimChanges command) {
    Tree tree = state.trees().changes();
    byte[] prefix = ChangeLog.prefix(command.partition());
    byte[] from = trimmedUpTo.getOrDefault(command.partition(), prefix);
    List<byte[]> dropped = new ArrayList<>();
    boolean full;
    byte[] stopped = null;
    try (Cursor cursor = evaluation.view.cursor(tree, from, KeyLayout.successor(prefix))) {
      boolean valid = cursor.seekToFirst();
      while (valid && dropped.size() < command.maxRecords() && mayGo(command, cursor)) {
        dropped.add(cursor.key().clone());
        valid = cursor.next();
      }
      full = valid && dropped.size() == command.maxRecords();
      stopped = valid ? cursor.key().clone() : null;
    }
    dropped.forEach(key -> evaluation.batch().delete(tree, key));
    byte[] next = stopped;
    evaluation.onApply(
        () -> {
          if (next == null) {
            trimmedUpTo.remove(command.partition());
          } else {
            trimmedUpTo.put(command.partition(), next);
          }
        });
    return new CommandResult.Progress(full ? next : null, dropped.size());
  }

  private static boolean mayGo(Command.TrimChanges command, Cursor cursor) {
    ChangePosition position = ChangeLog.positionOf(cursor.key());
    if (position.compareTo(command.consumed()) > 0) {
      return false;
    }
    return position.compareTo(command.before()) < 0 || !ChangeLog.isStreamed(cursor.value());
  }
}
