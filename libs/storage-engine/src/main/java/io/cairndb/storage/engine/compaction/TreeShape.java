package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tables of one tree. Immutable.
 *
 * @param tree id of the tree
 * @param levels by level: level 0 newest first, every other one disjoint and in order of keys
 * @param hints by number, of tables that have some
 * @param settledSequence no memtable holds a write up to this sequence number
 */
public record TreeShape(
    int tree, List<List<SstableMeta>> levels, Map<Long, TableHints> hints, long settledSequence) {

  public TreeShape {
    levels = List.copyOf(levels);
    hints = Map.copyOf(hints);
  }

  TableHints hints(SstableMeta table) {
    return hints.getOrDefault(table.number(), TableHints.NONE);
  }

  List<SstableMeta> level(int level) {
    return levels.get(level);
  }

  /**
   * Tables of level 0 that may become one which stays there, newest first. An ingested table can be
   * newer than a memtable: merged with what is older than that, it would lie above it.
   */
  List<SstableMeta> settledLevelZero() {
    List<SstableMeta> tables = levels.get(0);
    int first = 0;
    while (first < tables.size() && tables.get(first).sequences().largest() > settledSequence) {
      first++;
    }
    return tables.subList(first, tables.size());
  }

  /** Number of the deepest level there may be. */
  int bottom() {
    return levels.size() - 1;
  }

  long bytes(int level) {
    return bytes(levels.get(level));
  }

  static long bytes(List<SstableMeta> tables) {
    long bytes = 0;
    for (SstableMeta table : tables) {
      bytes += table.bytes();
    }
    return bytes;
  }

  /** The least range that holds the ranges of all {@code tables}, of which there is one. */
  static KeyRange span(List<SstableMeta> tables) {
    KeyRange range = tables.getFirst().keys();
    for (SstableMeta table : tables) {
      range = range.span(table.keys());
    }
    return range;
  }

  /** Tables of a level that share keys with {@code range}, in the level's order. */
  List<SstableMeta> overlapping(int level, KeyRange range) {
    List<SstableMeta> tables = levels.get(level);
    if (level > 0) {
      return overlappingInOrder(tables, range);
    }
    List<SstableMeta> found = new ArrayList<>();
    for (SstableMeta table : tables) {
      if (table.overlaps(range)) {
        found.add(table);
      }
    }
    return found;
  }

  private static List<SstableMeta> overlappingInOrder(List<SstableMeta> tables, KeyRange range) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables.get(middle).keys().endsBefore(range.smallest())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int end = low;
    while (end < tables.size() && tables.get(end).overlaps(range)) {
      end++;
    }
    return tables.subList(low, end);
  }

  /** Whether a level below {@code level} shares keys with {@code range}. */
  boolean reachesBelow(int level, KeyRange range) {
    for (int below = level + 1; below <= bottom(); below++) {
      if (!overlapping(below, range).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
