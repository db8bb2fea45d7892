package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest version of one key where ranges may have been deleted, or where its sequence
 * number is wanted. Slower than the lookups of memtables and tables, which know neither.
 *
 * <p>Sources are asked newest first. What a source says of a key, by an entry or by a deleted
 * range, is newer than what any source behind it says: the first that says anything decides.
 */
final class PointLookup {
  private final EngineState state;
  private final int tree;
  private final long bound;

  PointLookup(EngineState state, int tree, long bound) {
    this.state = state;
    this.tree = tree;
    this.bound = bound;
  }

  /**
   * What is known of a key.
   *
   * @param value null when deleted
   */
  record Version(long sequence, @Nullable ValueSlice value) {}

  /** Whether a plain lookup could miss that the key was deleted with a range. */
  static boolean isNeeded(EngineState state, int tree, byte[] key) {
    if (state.active().rangeDeletions(tree).contains(key)
        || state.version().tree(tree).rangeDeletions().contains(key)) {
      return true;
    }
    List<MemTable> immutables = state.immutables();
    for (int i = 0; i < immutables.size(); i++) {
      if (immutables.get(i).rangeDeletions(tree).contains(key)) {
        return true;
      }
    }
    return false;
  }

  /** The newest version, a deletion included; null when no source knows the key. */
  @Nullable Version find(byte[] key) throws IOException {
    Version found = findIn(state.active(), key);
    for (int i = 0; found == null && i < state.immutables().size(); i++) {
      found = findIn(state.immutables().get(i), key);
    }
    if (found != null) {
      return found;
    }
    long hash = Sstable.hash(key);
    for (Sstable table : state.version().tree(tree).tablesFor(key)) {
      if (!table.mayContain(hash) && !table.rangeDeletions().contains(key)) {
        continue;
      }
      try (EntryCursor cursor = table.cursor(ReadPattern.QUERY, bound)) {
        found = newest(table.rangeDeletions(), cursor, key);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Version findIn(MemTable memtable, byte[] key) throws IOException {
    return newest(memtable.rangeDeletions(tree), memtable.cursor(tree, bound), key);
  }

  private @Nullable Version newest(RangeDeletions ranges, @Nullable EntryCursor cursor, byte[] key)
      throws IOException {
    long deleted = ranges.covering(key, key.length, bound);
    if (cursor != null) {
      cursor.seekCeiling(key);
      if (cursor.isValid()
          && cursor.sequence() >= deleted
          && Arrays.equals(cursor.keyArray(), 0, cursor.keyLength(), key, 0, key.length)) {
        byte[] value = cursor.value();
        return new Version(
            cursor.sequence(), value == null ? null : new ValueSlice(value, 0, value.length));
      }
    }
    return deleted == RangeDeletions.NOT_COVERED ? null : new Version(deleted, null);
  }
}
