package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a point read is made. Immutable, but for the buffer.
 *
 * @param fillCache whether a block that must be read from a file may push others out of the cache;
 *     not for a key that is about to be overwritten
 * @param target where the value is copied to, which holds it until the next read into it; null for
 *     an array of its own
 */
public record ReadOptions(boolean fillCache, @Nullable ValueBuffer target) {
  /** A value to keep, of a key that may be read again. */
  public static final ReadOptions DEFAULT = new ReadOptions(true, null);

  /** A value to keep, of a key that will not be read again soon. */
  public static final ReadOptions ONCE = new ReadOptions(false, null);
}
