package io.cairndb.control.plane;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.StreamView;
import java.util.List;
import java.util.Optional;

/** A table as its creator asked for it; already validated for shape. */
public record TableDefinition(
    String name,
    List<KeyAttribute> attributeDefinitions,
    KeySchema key,
    List<IndexDefinition> localIndexes,
    List<IndexDefinition> globalIndexes,
    Optional<StreamView> stream,
    TableSettings settings) {
  public TableDefinition {
    attributeDefinitions = List.copyOf(attributeDefinitions);
    localIndexes = List.copyOf(localIndexes);
    globalIndexes = List.copyOf(globalIndexes);
  }

  /** An index as asked for; capacity is of interest for global indexes only. */
  public record IndexDefinition(
      String name,
      KeySchema key,
      Projection projection,
      Throughput throughput,
      CapacityLimits limits) {}
}
