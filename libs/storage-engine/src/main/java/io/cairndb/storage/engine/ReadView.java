package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/**
 * An immutable view of all trees at one sequence number. Thread-safe; must be closed, since it
 * holds files and versions back from deletion.
 */
public interface ReadView extends AutoCloseable {

  long sequence();

  /** The value of {@code key}, or null when absent. */
  byte @Nullable [] get(Tree tree, byte[] key);

  /** As {@link #get}, without a copy: the value where the engine holds it. */
  default @Nullable ValueSlice find(Tree tree, byte[] key) {
    byte[] value = get(tree, key);
    return value == null ? null : new ValueSlice(value, 0, value.length);
  }

  /**
   * As {@link #find}, for a key that is about to be overwritten: what must be read from a file does
   * not push out of the cache what is read often.
   */
  default @Nullable ValueSlice findOnce(Tree tree, byte[] key) {
    return find(tree, key);
  }

  /**
   * Opens an unpositioned cursor over keys in {@code [lowerInclusive, upperExclusive)}; a null
   * bound is open.
   */
  Cursor cursor(Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive);

  @Override
  void close();
}
