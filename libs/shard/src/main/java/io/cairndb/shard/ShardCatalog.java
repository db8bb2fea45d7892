package io.cairndb.shard;

import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables and partitions a shard serves. Immutable: a changed catalog is another one, so that
 * readers keep a consistent view while the loop moves on.
 */
final class ShardCatalog {
  static final ShardCatalog EMPTY = new ShardCatalog(Map.of(), Map.of());

  private final Map<UUID, TableSchema> tables;
  private final Map<PartitionId, Hosted> partitions;
  private final Map<UUID, Group> groups;

  /** A partition that lives here, and its figures (shared by all catalogs that hold it). */
  record Hosted(Partition partition, PartitionCounts counts) {}

  /**
   * What the keys of a table group are.
   *
   * @param index the global index whose entries the group holds; empty for a table's own items
   */
  record Group(TableSchema table, Optional<SecondaryIndex> index) {
    KeySchema key() {
      return index.map(SecondaryIndex::key).orElse(table.key());
    }
  }

  private ShardCatalog(Map<UUID, TableSchema> tables, Map<PartitionId, Hosted> partitions) {
    this.tables = tables;
    this.partitions = partitions;
    Map<UUID, Group> byGroup = new LinkedHashMap<>();
    for (TableSchema table : tables.values()) {
      byGroup.put(table.groupId(), new Group(table, Optional.empty()));
      for (SecondaryIndex index : table.globalIndexes()) {
        byGroup.put(index.id(), new Group(table, Optional.of(index)));
      }
    }
    this.groups = byGroup;
  }

  @Nullable TableSchema table(UUID tableId) {
    return tables.get(tableId);
  }

  Collection<TableSchema> tables() {
    return tables.values();
  }

  @Nullable Hosted partition(PartitionId id) {
    return partitions.get(id);
  }

  Collection<Hosted> partitions() {
    return partitions.values();
  }

  Stream<Hosted> partitionsOf(UUID groupId) {
    return partitions.values().stream().filter(it -> it.partition().groupId().equals(groupId));
  }

  @Nullable Group group(UUID groupId) {
    return groups.get(groupId);
  }

  /** The partition here that holds a token of a group. */
  @Nullable Hosted locate(UUID groupId, long token) {
    for (Hosted hosted : partitions.values()) {
      Partition partition = hosted.partition();
      if (partition.groupId().equals(groupId) && partition.range().contains(token)) {
        return hosted;
      }
    }
    return null;
  }

  ShardCatalog withTable(TableSchema schema) {
    Map<UUID, TableSchema> changed = new LinkedHashMap<>(tables);
    changed.put(schema.tableId(), schema);
    return new ShardCatalog(changed, partitions);
  }

  /** Without the table and without the partitions of the groups. */
  ShardCatalog without(@Nullable UUID tableId, Collection<UUID> groupIds) {
    Map<UUID, TableSchema> keptTables = new LinkedHashMap<>(tables);
    if (tableId != null) {
      keptTables.remove(tableId);
    }
    Map<PartitionId, Hosted> kept = new LinkedHashMap<>(partitions);
    kept.values().removeIf(hosted -> groupIds.contains(hosted.partition().groupId()));
    return new ShardCatalog(keptTables, kept);
  }

  ShardCatalog withPartitions(List<Hosted> more) {
    Map<PartitionId, Hosted> changed = new LinkedHashMap<>(partitions);
    for (Hosted hosted : more) {
      changed.put(hosted.partition().id(), hosted);
    }
    return new ShardCatalog(tables, changed);
  }

  /** Ids of the table's own group and of those of its global indexes. */
  static List<UUID> groupsOf(TableSchema schema) {
    List<UUID> ids = new ArrayList<>();
    ids.add(schema.groupId());
    schema.globalIndexes().forEach(index -> ids.add(index.id()));
    return ids;
  }
}
