package io.cairndb.storage.engine;

/** How blocks of SSTables are stored. A block that does not shrink is stored as it is. */
public enum Compression {
  NONE,
  LZ4
}
