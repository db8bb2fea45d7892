package io.cairndb.item.schema;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The data-path view of a table, replaced as a whole when the table is altered.
 *
 * @param tableId identity of this incarnation of the table; a table created again under the same
 *     name has another
 * @param groupId table group whose partitions hold the items
 * @param version increases with every change of this record
 * @param globalIndexes indexes that must be fed, including those still being backfilled
 * @param stream present while the stream is enabled
 * @param ttlAttribute present while time-to-live is enabled
 */
public record TableSchema(
    UUID tableId,
    UUID groupId,
    String name,
    long version,
    KeySchema key,
    List<SecondaryIndex> localIndexes,
    List<SecondaryIndex> globalIndexes,
    Optional<StreamView> stream,
    Optional<String> ttlAttribute) {
  public TableSchema {
    localIndexes = List.copyOf(localIndexes);
    globalIndexes = List.copyOf(globalIndexes);
  }

  /** Whether changes are written to the change log. */
  public boolean recordsChanges() {
    return stream.isPresent() || !globalIndexes.isEmpty();
  }
}
