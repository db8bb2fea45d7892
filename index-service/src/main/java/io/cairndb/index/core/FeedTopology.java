package io.cairndb.index.core;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.PartitionMap;
import java.util.List;

/** Which tables have which indexes, and where their partitions are, at one moment. */
public record FeedTopology(List<TableSchema> tables, PartitionMap partitions) {
  public FeedTopology {
    tables = List.copyOf(tables);
  }

  /** What a catalog says about it. */
  public static FeedTopology of(Catalog catalog) {
    return new FeedTopology(
        catalog.tables().values().stream().map(TableDescriptor::schema).toList(),
        catalog.partitions());
  }
}
