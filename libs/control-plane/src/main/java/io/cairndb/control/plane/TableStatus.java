package io.cairndb.control.plane;

/** Where a table is in its life. */
public enum TableStatus {
  CREATING,
  ACTIVE,
  UPDATING,
  DELETING;

  /** Whether items of the table can be read and written. */
  public boolean servesItems() {
    return this == ACTIVE || this == UPDATING;
  }
}
