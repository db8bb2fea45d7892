package io.cairndb.storage.engine.sstable;

/** How a cursor's blocks meet the cache. */
public enum ReadPattern {
  /** Short reads enter the cache; a cursor that goes on for long turns to reading ahead. */
  QUERY,
  /** Reads ahead from the start and leaves the cache as it is. */
  SCAN
}
