package io.cairndb.storage.engine;

/**
 * Holds the versions of one sequence number: views of it can be opened until the pin is closed,
 * over flushes and compactions, and no files are held back. Each key that is overwritten meanwhile
 * costs the space of one more version. Ends with the engine. Thread-safe.
 */
public interface Pin extends AutoCloseable {

  long sequence();

  /** A view at {@link #sequence}, to be closed by the caller; not after {@link #close}. */
  ReadView view();

  /** Does nothing the second time. */
  @Override
  void close();
}
