package io.cairndb.storage.engine;

/** When a write counts as done. */
public enum Durability {
  /** After the log record is on stable storage. */
  SYNC,
  /**
   * After the log record is in the operating system's hands; survives the process, not the power.
   */
  BUFFERED
}
