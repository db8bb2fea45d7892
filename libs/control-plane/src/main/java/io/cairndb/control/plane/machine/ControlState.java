package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.RetiredStream;
import io.cairndb.placement.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * The whole metadata: the catalog and the operations in progress, oldest first. Immutable; {@link
 * #replay} is the only way to a new one.
 */
public record ControlState(Catalog catalog, SequencedMap<UUID, Operation> operations) {
  public static final ControlState EMPTY = new ControlState(Catalog.EMPTY, new LinkedHashMap<>());

  public ControlState {
    operations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(operations));
  }

  /** The state after {@code record}. Deterministic: depends on nothing but the two. */
  public ControlState replay(MetadataRecord record) {
    return switch (record) {
      case MetadataRecord.SnapshotEnded(long catalogVersion, long mapVersion) ->
          withCatalog(
              catalog
                  .withPartitions(catalog.partitions().atVersion(mapVersion))
                  .atVersion(catalogVersion));
      case MetadataRecord.TableWritten(var table) -> withCatalog(catalog.with(table));
      case MetadataRecord.TableRemoved(UUID tableId) -> withCatalog(catalog.without(tableId));
      case MetadataRecord.GroupPlaced(UUID groupId, List<Partition> partitions) ->
          withCatalog(catalog.withPartitions(catalog.partitions().with(groupId, partitions)));
      case MetadataRecord.GroupRemoved(UUID groupId) ->
          withCatalog(catalog.withPartitions(catalog.partitions().without(groupId)));
      case MetadataRecord.StreamRetired(RetiredStream stream) -> {
        List<RetiredStream> streams = new ArrayList<>(catalog.retiredStreams());
        streams.add(stream);
        yield withCatalog(catalog.withRetiredStreams(streams));
      }
      case MetadataRecord.RetiredStreamForgotten(UUID tableId, String label) -> {
        List<RetiredStream> streams = new ArrayList<>(catalog.retiredStreams());
        streams.removeIf(
            retired ->
                retired.schema().tableId().equals(tableId)
                    && retired.stream().label().equals(label));
        yield withCatalog(catalog.withRetiredStreams(streams));
      }
      case MetadataRecord.OperationWritten(Operation operation) -> {
        SequencedMap<UUID, Operation> changed = new LinkedHashMap<>(operations);
        changed.put(operation.id(), operation);
        yield new ControlState(catalog, changed);
      }
      case MetadataRecord.OperationFinished(UUID operationId) -> {
        SequencedMap<UUID, Operation> changed = new LinkedHashMap<>(operations);
        changed.remove(operationId);
        yield new ControlState(catalog, changed);
      }
    };
  }

  /** The state after all of {@code records}. */
  public ControlState replayAll(List<MetadataRecord> records) {
    ControlState state = this;
    for (MetadataRecord record : records) {
      state = state.replay(record);
    }
    return state;
  }

  /** Records that lead from {@link #EMPTY} to this state, versions included. */
  public List<MetadataRecord> snapshot() {
    List<MetadataRecord> records = new ArrayList<>();
    for (UUID groupId : catalog.partitions().groups()) {
      records.add(
          new MetadataRecord.GroupPlaced(groupId, catalog.partitions().partitionsOf(groupId)));
    }
    catalog.tables().values().forEach(t -> records.add(new MetadataRecord.TableWritten(t)));
    catalog.retiredStreams().forEach(s -> records.add(new MetadataRecord.StreamRetired(s)));
    operations.values().forEach(o -> records.add(new MetadataRecord.OperationWritten(o)));
    records.add(
        new MetadataRecord.SnapshotEnded(catalog.version(), catalog.partitions().version()));
    return records;
  }

  private ControlState withCatalog(Catalog changed) {
    return new ControlState(changed, operations);
  }
}
