package io.cairndb.control.plane;

import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import java.util.List;

/**
 * The stream of a table that no longer exists, readable until its changes are past their retention.
 *
 * @param schema of the table when it was deleted
 * @param partitions whose change logs hold the changes
 */
public record RetiredStream(TableSchema schema, TableStream stream, List<Partition> partitions) {
  public RetiredStream {
    partitions = List.copyOf(partitions);
  }
}
