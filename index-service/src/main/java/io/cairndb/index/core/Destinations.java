package io.cairndb.index.core;

import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.IndexMutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The index partitions that one source partition is fed to, and how far each is. Confined to the
 * turn of its feed.
 */
final class Destinations {
  private final PartitionId source;
  private final IndexSink sink;
  private final SequencedMap<PartitionId, Destination> all = new LinkedHashMap<>();
  private TableSchema table;
  private PartitionMap partitions = PartitionMap.EMPTY;

  /** One index partition. */
  static final class Destination {
    final UUID indexId;
    Partition partition;
    ChangePosition cursor;

    Destination(UUID indexId, Partition partition, ChangePosition cursor) {
      this.indexId = indexId;
      this.partition = partition;
      this.cursor = cursor;
    }
  }

  /** Mutations of one batch for one index partition. */
  record Share(Destination destination, List<IndexMutation> mutations) {}

  Destinations(PartitionId source, IndexSink sink, TableSchema table) {
    this.source = source;
    this.sink = sink;
    this.table = table;
  }

  /**
   * Asks those index partitions of a newer schema and map for their cursors that are not known yet.
   */
  CompletableFuture<Map<PartitionId, ChangePosition>> cursorsOfNew(
      TableSchema newTable, PartitionMap newPartitions) {
    Map<PartitionId, CompletableFuture<ChangePosition>> asked = new LinkedHashMap<>();
    for (SecondaryIndex index : newTable.globalIndexes()) {
      for (Partition partition : newPartitions.partitionsOf(index.id())) {
        if (!all.containsKey(partition.id())) {
          asked.put(partition.id(), sink.cursor(partition, source));
        }
      }
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            ignored -> {
              Map<PartitionId, ChangePosition> cursors = new LinkedHashMap<>();
              asked.forEach((id, cursor) -> cursors.put(id, cursor.join()));
              return cursors;
            });
  }

  /**
   * Takes over a newer schema and map.
   *
   * @param cursors of the partitions that it brings
   */
  void update(
      TableSchema newTable, PartitionMap newPartitions, Map<PartitionId, ChangePosition> cursors) {
    table = newTable;
    partitions = newPartitions;
    Map<PartitionId, Destination> before = Map.copyOf(all);
    SequencedMap<PartitionId, Destination> now = new LinkedHashMap<>();
    for (SecondaryIndex index : newTable.globalIndexes()) {
      for (Partition partition : newPartitions.partitionsOf(index.id())) {
        Destination known = before.get(partition.id());
        if (known == null) {
          ChangePosition stored = Objects.requireNonNull(cursors.get(partition.id()));
          known = new Destination(index.id(), partition, max(stored, birthOf(index.id())));
        }
        known.partition = partition;
        now.put(partition.id(), known);
      }
    }
    all.clear();
    all.putAll(now);
  }

  List<Destination> all() {
    return List.copyOf(all.values());
  }

  List<UUID> indexes() {
    return table.globalIndexes().stream().map(SecondaryIndex::id).toList();
  }

  /** Whether every index has partitions to receive entries. */
  boolean isComplete() {
    return table.globalIndexes().stream()
        .noneMatch(index -> partitions.partitionsOf(index.id()).isEmpty());
  }

  /** Where reading must start so that no destination misses anything. */
  ChangePosition start() {
    ChangePosition least = ChangePosition.END;
    for (Destination destination : all.values()) {
      least = min(least, destination.cursor);
    }
    return least;
  }

  /** How far an index is, taking its slowest partition. */
  ChangePosition startOf(UUID indexId) {
    ChangePosition least = ChangePosition.END;
    for (Destination destination : all.values()) {
      least = destination.indexId.equals(indexId) ? min(least, destination.cursor) : least;
    }
    return least;
  }

  /**
   * Where an index begins. What the log holds from before may have gaps: a table without an index
   * and without a stream records nothing, so an entry made from an old record might never be
   * removed. Existing items come as BACKFILL records, after the shard knows of the index. An
   * identity that is no UUIDv7 says nothing about time.
   */
  private static ChangePosition birthOf(UUID indexId) {
    return indexId.version() == 7
        ? new ChangePosition(indexId.getMostSignificantBits(), 0)
        : ChangePosition.BEGINNING;
  }

  private static ChangePosition max(ChangePosition a, ChangePosition b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static ChangePosition min(ChangePosition a, ChangePosition b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** What a batch does to each destination that it changes and that has not had it yet. */
  List<Share> share(List<ChangeRecord.Positioned> batch) {
    SequencedMap<PartitionId, Share> shares = new LinkedHashMap<>();
    for (ChangeRecord.Positioned record : batch) {
      if (!record.change().tableId().equals(table.tableId())) {
        continue;
      }
      for (SecondaryIndex index : table.globalIndexes()) {
        for (IndexMutation mutation : EntryChanges.of(table, index, record)) {
          add(shares, index.id(), mutation);
        }
      }
    }
    return List.copyOf(shares.values());
  }

  private void add(SequencedMap<PartitionId, Share> shares, UUID indexId, IndexMutation mutation) {
    Partition partition = partitions.locate(indexId, KeyLayout.tokenOf(mutation.key()));
    Destination destination = all.get(partition.id());
    if (destination == null) {
      throw new IllegalStateException("an index partition that is no destination");
    }
    if (mutation.position().compareTo(destination.cursor) > 0) {
      shares
          .computeIfAbsent(partition.id(), ignored -> new Share(destination, new ArrayList<>()))
          .mutations()
          .add(mutation);
    }
  }
}
