package io.cairndb.control.plane;

/** Where time-to-live of a table stands. */
public enum TtlStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED
}
