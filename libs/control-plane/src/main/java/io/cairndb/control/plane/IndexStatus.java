package io.cairndb.control.plane;

/** Where a global index is in its life. */
public enum IndexStatus {
  CREATING,
  ACTIVE,
  UPDATING,
  DELETING;

  /** Whether the index can be read. */
  public boolean servesReads() {
    return this == ACTIVE || this == UPDATING;
  }
}
