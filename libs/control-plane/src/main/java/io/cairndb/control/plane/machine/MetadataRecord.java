package io.cairndb.control.plane.machine;

import io.cairndb.control.plane.RetiredStream;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.placement.Partition;
import java.util.List;
import java.util.UUID;

/**
 * One change of the metadata, as logged. Records carry the new value, not the difference: replaying
 * needs no decision, and the list of current values is a snapshot.
 */
public sealed interface MetadataRecord {

  /** Closes a snapshot: versions go on from here with the changes that follow. */
  record SnapshotEnded(long catalogVersion, long mapVersion) implements MetadataRecord {}

  /** A table is new or changed. */
  record TableWritten(TableDescriptor table) implements MetadataRecord {}

  /** A table's name is free again. */
  record TableRemoved(UUID tableId) implements MetadataRecord {}

  /** These are now all partitions of the group. */
  record GroupPlaced(UUID groupId, List<Partition> partitions) implements MetadataRecord {
    public GroupPlaced {
      partitions = List.copyOf(partitions);
    }
  }

  record GroupRemoved(UUID groupId) implements MetadataRecord {}

  /** The stream of a deleted table stays readable. */
  record StreamRetired(RetiredStream stream) implements MetadataRecord {}

  /** A retired stream is past its retention. */
  record RetiredStreamForgotten(UUID tableId, String label) implements MetadataRecord {}

  /** An operation began or moved on. */
  record OperationWritten(Operation operation) implements MetadataRecord {}

  record OperationFinished(UUID operationId) implements MetadataRecord {}
}
