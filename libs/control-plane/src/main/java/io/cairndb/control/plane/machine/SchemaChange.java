package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Derives what the data path sees from what the catalog says, and moves lifecycles on. */
final class SchemaChange {
  private SchemaChange() {}

  /** The table with its schema rebuilt from indexes, streams and TTL, one version later. */
  static TableDescriptor refreshed(TableDescriptor table) {
    TableSchema old = table.schema();
    List<SecondaryIndex> fed =
        table.globalIndexes().stream()
            .filter(index -> index.status() != IndexStatus.DELETING)
            .map(GlobalIndex::definition)
            .toList();
    Optional<StreamView> view =
        table.latestStream().filter(TableStream::isOpen).map(TableStream::view);
    Optional<String> ttl =
        switch (table.timeToLive().status()) {
          case ENABLING, ENABLED -> table.timeToLive().attribute();
          case DISABLING, DISABLED -> Optional.empty();
        };
    return table.withSchema(
        new TableSchema(
            old.tableId(),
            old.groupId(),
            old.name(),
            old.version() + 1,
            old.key(),
            old.localIndexes(),
            fed,
            view,
            ttl));
  }

  /** The table once every shard knows its schema. */
  static TableDescriptor settled(TableDescriptor table) {
    List<TableStream> streams = new ArrayList<>();
    for (TableStream stream : table.streams()) {
      streams.add(
          stream.withStatus(
              switch (stream.status()) {
                case ENABLING, ENABLED -> StreamStatus.ENABLED;
                case DISABLING, DISABLED -> StreamStatus.DISABLED;
              }));
    }
    List<GlobalIndex> indexes = new ArrayList<>();
    for (GlobalIndex index : table.globalIndexes()) {
      indexes.add(
          index.status() == IndexStatus.UPDATING
              ? index.withStatus(IndexStatus.ACTIVE, false)
              : index);
    }
    TableStatus status =
        switch (table.status()) {
          case CREATING, UPDATING, ACTIVE -> TableStatus.ACTIVE;
          case DELETING -> TableStatus.DELETING;
        };
    return table.withStreams(streams).withGlobalIndexes(indexes).withStatus(status);
  }

  static TableDescriptor withIndex(TableDescriptor table, GlobalIndex changed) {
    List<GlobalIndex> indexes = new ArrayList<>(table.globalIndexes());
    indexes.replaceAll(
        index -> index.definition().id().equals(changed.definition().id()) ? changed : index);
    return table.withGlobalIndexes(indexes);
  }

  /** The table without the index and without the definitions that only it used. */
  static TableDescriptor withoutIndex(TableDescriptor table, GlobalIndex removed) {
    List<GlobalIndex> indexes = new ArrayList<>(table.globalIndexes());
    indexes.removeIf(index -> index.definition().id().equals(removed.definition().id()));
    Set<String> used = new HashSet<>();
    addNames(used, table.schema().key().partition(), table.schema().key().sort());
    for (SecondaryIndex local : table.schema().localIndexes()) {
      addNames(used, local.key().partition(), local.key().sort());
    }
    for (GlobalIndex index : indexes) {
      addNames(used, index.definition().key().partition(), index.definition().key().sort());
    }
    List<KeyAttribute> definitions = new ArrayList<>(table.attributeDefinitions());
    definitions.removeIf(definition -> !used.contains(definition.name()));
    return table.withGlobalIndexes(indexes).withAttributeDefinitions(definitions);
  }

  private static void addNames(
      Set<String> names, List<KeyAttribute> partition, List<KeyAttribute> sort) {
    partition.forEach(attribute -> names.add(attribute.name()));
    sort.forEach(attribute -> names.add(attribute.name()));
  }
}
