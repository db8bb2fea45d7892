package io.cairndb.storage.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable view of all trees at one sequence number. Thread-safe; must be closed, since it
 * holds files and versions back from deletion.
 *
 * <p>Reads throw {@link java.io.UncheckedIOException} when a file cannot be read, with {@link
 * CorruptionException} as its cause when its bytes are not what was written; other keys can be read
 * all the same. After {@link #close} they throw {@link IllegalStateException}.
 */
public interface ReadView extends AutoCloseable {

  /** The sequence number of the newest write that it shows. */
  long sequence();

  /** The value of {@code key}, in an array that is the caller's; null when absent. */
  byte @Nullable [] get(Tree tree, byte[] key);

  /** As {@link #get}, for a caller who needs no array of just the value's length. */
  default @Nullable ValueSlice find(Tree tree, byte[] key) {
    byte[] value = get(tree, key);
    return value == null ? null : new ValueSlice(value, 0, value.length);
  }

  /**
   * As {@link #find}, in a way of the caller's choice. With a {@link ReadOptions#target} the slice
   * is good until the next read into it.
   */
  default @Nullable ValueSlice find(Tree tree, byte[] key, ReadOptions options) {
    return find(tree, key);
  }

  /**
   * As {@link #find} for each of the keys: the values in the same order, null for what is absent.
   * Cheaper than one after another when keys lie close together: each table is walked once, and
   * each of its blocks read once.
   */
  default @Nullable ValueSlice[] multiGet(Tree tree, List<byte[]> keys) {
    @Nullable ValueSlice[] values = new @Nullable ValueSlice[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = find(tree, keys.get(i));
    }
    return values;
  }

  /**
   * Opens an unpositioned cursor over keys in {@code [lowerInclusive, upperExclusive)}; a null
   * bound is open.
   */
  Cursor cursor(Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive);

  /**
   * Looks for the first live key in {@code [lowerInclusive, upperExclusive)}, and gives up in front
   * of a deleted one: a cursor would pass over any number of those. By default it never gives up,
   * as is right where nothing of deleted keys is left.
   *
   * @param passMax most deleted keys that are passed over, at least 1
   */
  default KeyProbe probe(
      Tree tree, byte @Nullable [] lowerInclusive, byte @Nullable [] upperExclusive, int passMax) {
    try (Cursor cursor = cursor(tree, lowerInclusive, upperExclusive)) {
      return cursor.seekToFirst()
          ? new KeyProbe(cursor.key(), true, 0)
          : new KeyProbe(null, false, 0);
    }
  }

  @Override
  void close();
}
