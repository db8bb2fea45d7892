package io.cairndb.control.plane;

/** Where a stream is in its life; a disabled one stays readable for the retention of changes. */
public enum StreamStatus {
  ENABLING,
  ENABLED,
  DISABLING,
  DISABLED
}
