package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When the newest entry of each table of a tree of time windows was written. A table that was made
 * elsewhere does not tell: it counts as written when the table after it was, the newest one now. So
 * it goes with its neighbours, never too early.
 */
final class WrittenTimes {
  private final Map<Long, Long> byNumber = new HashMap<>();

  /** {@code nowMillis} since the Unix epoch; {@link TableHints#UNKNOWN} leaves the newest so. */
  WrittenTimes(TreeLevels levels, long nowMillis) {
    long after = nowMillis;
    for (Sstable table : levels.level(0)) {
      long told = table.hints().written();
      after = told == TableHints.UNKNOWN ? after : told;
      byNumber.put(table.meta().number(), after);
    }
  }

  /** The table's hints with the time in them. */
  TableHints hints(Sstable table) {
    TableHints hints = table.hints();
    long written = byNumber.getOrDefault(table.meta().number(), hints.written());
    return new TableHints(hints.firstExpiry(), hints.lastExpiry(), written);
  }

  /** The latest of {@code tables}. */
  long latest(Collection<Sstable> tables) {
    return tables.stream().mapToLong(table -> hints(table).written()).max().orElse(0);
  }
}
