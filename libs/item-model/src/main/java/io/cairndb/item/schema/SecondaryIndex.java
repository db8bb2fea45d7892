package io.cairndb.item.schema;

import java.util.UUID;

/**
 * A secondary index of a table.
 *
 * @param id identity of this incarnation of the index; for a global index also the table group its
 *     entries live in
 * @param ordinal 1–255, unique among the local indexes a table ever had: the family byte of its
 *     entries; 0 for global indexes
 */
public record SecondaryIndex(
    UUID id, String name, Scope scope, int ordinal, KeySchema key, Projection projection) {

  /**
   * Local: beside the item, same transaction. Global: its own partitions, fed by the change log.
   */
  public enum Scope {
    LOCAL,
    GLOBAL
  }
}
