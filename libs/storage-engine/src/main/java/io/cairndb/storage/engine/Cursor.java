package io.cairndb.storage.engine;

/**
 * Walks live keys of a view in unsigned byte order, either way. Confined to one thread; must be
 * closed before its view. Each positioning method returns whether the cursor now stands on a key
 * within its bounds; a new cursor does not. Errors are those of {@link ReadView}; {@link #next},
 * {@link #previous}, {@link #key} and {@link #value} throw {@link IllegalStateException} where the
 * cursor stands on no key.
 */
public interface Cursor extends AutoCloseable {

  boolean seekToFirst();

  boolean seekToLast();

  /** First key not below {@code key}. */
  boolean seekCeiling(byte[] key);

  /** Last key not above {@code key}. */
  boolean seekFloor(byte[] key);

  boolean next();

  boolean previous();

  boolean isValid();

  /** Key under the cursor; the array must not be changed. */
  byte[] key();

  byte[] value();

  @Override
  void close();
}
