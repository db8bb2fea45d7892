package io.cairndb.benchmarks.engine;

import java.io.IOException;

/** What every store under measurement can do. Thread-safe, but for cursors. */
interface Store extends AutoCloseable {

  /** Writes; returns when durable if {@code sync}, else when readable. */
  void put(byte[] key, byte[] value, boolean sync) throws IOException;

  /** Length of the value, copied to the caller as an array; -1 when there is none. */
  int get(byte[] key) throws IOException;

  Walk walk() throws IOException;

  /** Waits until everything written is in table files. */
  void flush() throws IOException;

  /** Merges all tables, until nothing obsolete is left, and waits. */
  void compact() throws IOException;

  @Override
  void close() throws IOException;

  /** Walks over one unchanging view. Confined to one thread. */
  interface Walk extends AutoCloseable {

    /** Goes to the first entry not below {@code key}. */
    boolean seek(byte[] key);

    boolean seekToFirst();

    boolean seekToLast();

    boolean next();

    boolean previous();

    /** Bytes of key and value under the cursor, both copied to the caller. */
    int read();

    @Override
    void close();
  }
}
