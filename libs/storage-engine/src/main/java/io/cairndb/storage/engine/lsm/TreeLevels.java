package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.Lookups;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one tree. Immutable. Level 0 is ordered newest first and its tables may overlap;
 * tables of every other level are disjoint and ordered by key. A key in a level hides the same key
 * in the levels below.
 */
final class TreeLevels {
  static final TreeLevels EMPTY =
      new TreeLevels(new Sstable[Catalog.LEVELS][0], RangeDeletions.NONE);

  private final Sstable[][] levels;

  /**
   * Those of all tables; null until somebody asks. Threads that ask at once find the same, which is
   * immutable.
   */
  private @Nullable RangeDeletions rangeDeletions;

  private TreeLevels(Sstable[][] levels, @Nullable RangeDeletions rangeDeletions) {
    this.levels = levels;
    this.rangeDeletions = rangeDeletions;
  }

  TreeLevels with(int level, Collection<Sstable> added) {
    List<Sstable> tables = new ArrayList<>(Arrays.asList(levels[level]));
    tables.addAll(added);
    tables.sort(level == 0 ? NEWEST_FIRST : BY_KEY);
    return replace(level, tables, added);
  }

  TreeLevels without(int level, Set<Long> removed) {
    List<Sstable> left = new ArrayList<>();
    List<Sstable> gone = new ArrayList<>();
    for (Sstable table : levels[level]) {
      (removed.contains(table.meta().number()) ? gone : left).add(table);
    }
    return gone.isEmpty() ? this : replace(level, left, gone);
  }

  TreeLevels without(Set<Long> removed) {
    TreeLevels left = this;
    for (int level = 0; level < levels.length; level++) {
      left = left.without(level, removed);
    }
    return left;
  }

  /** Range deletions are merged anew only if one of the {@code changed} tables has such. */
  private TreeLevels replace(int level, List<Sstable> tables, Collection<Sstable> changed) {
    Sstable[][] copy = levels.clone();
    copy[level] = tables.toArray(Sstable[]::new);
    boolean same = changed.stream().allMatch(table -> table.rangeDeletions().isEmpty());
    return new TreeLevels(copy, same ? rangeDeletions : null);
  }

  /**
   * Tables of one ingestion share a number; one merged with what is older lies below the others.
   */
  private static final Comparator<Sstable> NEWEST_FIRST =
      Comparator.comparingLong((Sstable table) -> table.meta().sequences().largest())
          .thenComparingLong(table -> table.meta().sequences().smallest())
          .thenComparingLong(table -> table.meta().number())
          .reversed();

  private static final Comparator<Sstable> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(a.meta().smallest(), b.meta().smallest());

  List<Sstable> level(int level) {
    return List.of(levels[level]);
  }

  int levelZeroTables() {
    return levels[0].length;
  }

  long levelBytes(int level) {
    long bytes = 0;
    for (Sstable table : levels[level]) {
      bytes += table.meta().bytes();
    }
    return bytes;
  }

  List<Sstable> all() {
    List<Sstable> tables = new ArrayList<>();
    for (Sstable[] level : levels) {
      tables.addAll(Arrays.asList(level));
    }
    return tables;
  }

  boolean isEmpty() {
    return deepestLevel() < 0;
  }

  /** The deepest level with a table; -1 when there is none. */
  int deepestLevel() {
    for (int level = levels.length - 1; level >= 0; level--) {
      if (levels[level].length > 0) {
        return level;
      }
    }
    return -1;
  }

  /** Those of all tables together. */
  RangeDeletions rangeDeletions() {
    RangeDeletions known = rangeDeletions;
    if (known == null) {
      known = RangeDeletions.merge(all().stream().map(Sstable::rangeDeletions).toList());
      rangeDeletions = known;
    }
    return known;
  }

  List<Sstable> overlapping(int level, KeyRange keys) {
    List<Sstable> found = new ArrayList<>();
    for (Sstable table : levels[level]) {
      if (table.meta().overlaps(keys)) {
        found.add(table);
      }
    }
    return found;
  }

  /** As {@link Sstable#get}, over all tables, which have no range deletions. */
  @Nullable ValueSlice get(byte[] key, long bound, ReadOptions options) throws IOException {
    long hash = Sstable.hash(key);
    for (Sstable table : levels[0]) {
      ValueSlice value = table.meta().mayContain(key) ? table.get(key, hash, bound, options) : null;
      if (value != null) {
        return value;
      }
    }
    for (int level = 1; level < levels.length; level++) {
      Sstable[] tables = levels[level];
      int index = tables.length == 0 ? 0 : firstReaching(tables, key);
      if (index < tables.length && tables[index].meta().mayContain(key)) {
        ValueSlice value = tables[index].get(key, hash, bound, options);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  /** As the other, of many keys: each table is asked once. */
  void get(Lookups lookups, long bound) throws IOException {
    for (Sstable table : levels[0]) {
      getFrom(table, lookups, 0, bound);
    }
    for (int level = 1; level < levels.length && !lookups.isComplete(); level++) {
      Sstable[] tables = levels[level];
      for (int at = 0; at < lookups.count(); ) {
        int index = firstReaching(tables, lookups.key(at));
        if (index == tables.length) {
          break;
        }
        at = getFrom(tables[index], lookups, at, bound);
      }
    }
  }

  /** Asks {@code table}; returns the first lookup behind its range. */
  private static int getFrom(Sstable table, Lookups lookups, int first, long bound)
      throws IOException {
    int from = first;
    while (from < lookups.count()
        && Arrays.compareUnsigned(lookups.key(from), table.meta().smallest()) < 0) {
      from++;
    }
    int to = from;
    while (to < lookups.count() && !table.meta().keys().endsBefore(lookups.key(to))) {
      to++;
    }
    table.get(lookups, from, to, bound);
    return to;
  }

  /** The tables that may say something about {@code key}, newest first. */
  List<Sstable> tablesFor(byte[] key) {
    List<Sstable> found = new ArrayList<>();
    for (int level = 0; level < levels.length; level++) {
      Sstable[] tables = levels[level];
      int from = level == 0 ? 0 : firstReaching(tables, key);
      int to = level == 0 ? tables.length : Math.min(from + 1, tables.length);
      for (int i = from; i < to; i++) {
        if (tables[i].meta().mayContain(key)) {
          found.add(tables[i]);
        }
      }
    }
    return found;
  }

  /** Whether a level below {@code level} may hold a key of {@code keys}. */
  boolean mayBeBelow(int level, KeyRange keys) {
    for (int below = level + 1; below < levels.length; below++) {
      if (!overlapping(below, keys).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a level below {@code level} may hold {@code key}. */
  boolean mayBeBelow(int level, byte[] key) {
    for (int below = level + 1; below < levels.length; below++) {
      Sstable[] tables = levels[below];
      int index = firstReaching(tables, key);
      if (index < tables.length && tables[index].meta().mayContain(key)) {
        return true;
      }
    }
    return false;
  }

  /** First of disjoint, ordered tables whose last key is not below {@code key}. */
  static int firstReaching(Sstable[] tables, byte[] key) {
    int low = 0;
    int high = tables.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tables[middle].meta().keys().endsBefore(key)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Adds cursors over tables with keys in {@code [lower, upper)} to {@code sources}, newest first.
   *
   * @param hidden what is deleted: tables of which nothing is left are passed over
   */
  void addCursors(Bounds bounds, RangeDeletions hidden, List<EntryCursor> sources) {
    Function<Sstable, EntryCursor> cursors =
        table -> table.cursor(ReadPattern.QUERY, bounds.sequence(), bounds.lower(), bounds.upper());
    for (int level = 0; level < levels.length; level++) {
      List<Sstable> inside = new ArrayList<>(levels[level].length);
      for (Sstable table : levels[level]) {
        if (bounds.meets(table.meta()) && !isHidden(table.meta(), hidden, bounds.sequence())) {
          inside.add(table);
        }
      }
      if (level == 0) {
        inside.forEach(table -> sources.add(cursors.apply(table)));
      } else if (!inside.isEmpty()) {
        sources.add(new LevelCursor(inside.toArray(Sstable[]::new), cursors));
      }
    }
  }

  private static boolean isHidden(SstableMeta meta, RangeDeletions hidden, long bound) {
    return !hidden.isEmpty()
        && hidden.coveringAll(meta.smallest(), meta.largest(), bound) > meta.sequences().largest();
  }
}
