package io.cairndb.storage.engine.lsm;

/** What compactions have before them, which writers must not outgrow. Thread-safe. */
interface CompactionBacklog {

  /** Tables that wait, in the tree that has the most. */
  int backlogTables(LsmVersion version);

  /**
   * How many tables will wait at this pace, in the tree that has the most. While tables of level 0
   * are merged about as many more come, if writers are as fast as that: so it is twice what no
   * merge has dealt with yet. Follows merges under way, where {@link #backlogTables} steps.
   */
  double expectedTables(LsmVersion version);

  /** Bytes to be read and written until nothing is due, estimated. */
  long pendingBytes(LsmVersion version);

  /** Whether compactions of some tree wait for somebody who may be waiting for writers. */
  boolean isHeldBack();
}
