package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import io.cairndb.storage.engine.sstable.TableInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Options of the trees of a repaired engine, and what new tables of theirs have to tell: in a tree
 * of time windows a table of which nobody knows when it was written would never go, nor anything
 * newer. Confined to one thread.
 */
final class SalvagedTrees {
  private final SortedMap<Integer, TreeOptions> options = new TreeMap<>();
  private final long nowMillis;

  /** What has no time of its own counts as written at {@code nowMillis}, since the Unix epoch. */
  SalvagedTrees(long nowMillis) {
    this.nowMillis = nowMillis;
  }

  void know(int tree, TreeOptions known) {
    if (!known.equals(TreeOptions.DEFAULT)) {
      options.put(tree, known);
    }
  }

  /** Those that are not the default, by tree. */
  SortedMap<Integer, TreeOptions> options() {
    return new TreeMap<>(options);
  }

  boolean hasWindows(int tree) {
    return options.getOrDefault(tree, TreeOptions.DEFAULT).compaction()
        instanceof TreeOptions.TimeWindows;
  }

  /**
   * Whether {@code tables} are of a tree that had windows: only such tell when they were written.
   */
  static boolean hadWindows(TableOutput.Place place, List<SstableMeta> tables) throws IOException {
    for (SstableMeta table : tables) {
      Path path = FileNames.table(place.directory(), table.number());
      try (TableInspector inspector = TableInspector.open(place.files(), path, place.ciphers())) {
        if (inspector.hints().written() != TableHints.UNKNOWN) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of a table made of what no table tells the time of. */
  TableHints unknown(int tree) {
    return hasWindows(tree)
        ? new TableHints(CompactionFilter.NEVER, CompactionFilter.NEVER, nowMillis)
        : TableHints.NONE;
  }

  /** Of a table made of entries of {@code table}. */
  TableHints of(int tree, TableInspector table) throws IOException {
    TableHints told = table.hints();
    return hasWindows(tree) && told.written() == TableHints.UNKNOWN ? unknown(tree) : told;
  }
}
