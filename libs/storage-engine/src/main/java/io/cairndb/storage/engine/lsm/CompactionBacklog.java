package io.cairndb.storage.engine.lsm;

/** What compactions have before them, which writers must not outgrow. Thread-safe. */
interface CompactionBacklog {

  /** Tables that trees of time windows are behind with, in the one that has the most. */
  int windowTables(LsmVersion version);

  /**
   * How many tables level 0 will come to hold, in the tree of levels that has the most. While
   * tables are merged about as many more come, if writers are as fast as that: so it is twice what
   * no merge has dealt with yet. Follows merges under way, where the number of tables steps.
   */
  double expectedLevelZero(LsmVersion version);

  /** Bytes to be read and written until nothing is due, estimated. */
  long pendingBytes(LsmVersion version);

  /** Whether compactions of some tree wait for somebody who may be waiting for writers. */
  boolean isHeldBack();
}
