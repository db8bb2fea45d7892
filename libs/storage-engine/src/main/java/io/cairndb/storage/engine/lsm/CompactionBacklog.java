package io.cairndb.storage.engine.lsm;

/** What compactions have before them, which writers must not outgrow. Thread-safe. */
interface CompactionBacklog {

  /** Tables that wait, in the tree that has the most. */
  int backlogTables(LsmVersion version);

  /** Bytes to be read and written until nothing is due, estimated. */
  long pendingBytes(LsmVersion version);
}
