package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.List;
import java.util.Optional;

/**
 * Finds tables that are mostly tombstones: they slow scans down and hide data that takes space
 * below them. Immutable, thread-safe.
 */
final class TombstonePicker {
  private static final double SCORE = 1;

  private final double shareMax;

  TombstonePicker(double shareMax) {
    this.shareMax = shareMax;
  }

  boolean isDue(SstableMeta table) {
    return table.tombstones() > 0 && share(table) >= shareMax;
  }

  private static double share(SstableMeta table) {
    return (double) table.tombstones() / table.entries();
  }

  /**
   * The table with the most tombstones for its size goes down a level with what it meets there; or,
   * if nothing below shares keys with it, it is written again where it is, which leaves none of the
   * tombstones up to {@code settled}.
   */
  Optional<Pick> pick(TreeShape tree, Running running, long settled) {
    Pick best = null;
    double most = 0;
    for (int level = 1; level <= tree.bottom(); level++) {
      for (SstableMeta table : tree.level(level)) {
        if (isDue(table) && share(table) > most && !running.isBusy(table)) {
          Pick pick = pick(tree, level, table);
          if (mayRun(pick, running, table, settled)) {
            best = pick;
            most = share(table);
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static Pick pick(TreeShape tree, int level, SstableMeta table) {
    KeyRange range = table.keys();
    if (!tree.reachesBelow(level, range)) {
      return Pick.merge(tree.tree(), level, List.of(table), level, List.of(), SCORE);
    }
    List<SstableMeta> lower = tree.overlapping(level + 1, range);
    return lower.isEmpty()
        ? Pick.move(tree.tree(), level, List.of(table), level + 1, SCORE)
        : Pick.merge(tree.tree(), level, List.of(table), level + 1, lower, SCORE);
  }

  private static boolean mayRun(Pick pick, Running running, SstableMeta table, long settled) {
    // Written again where it is, it must become smaller, or it would be due for ever.
    boolean inPlace = pick.outputLevel() == pick.firstLevel();
    return (!inPlace || table.sequences().largest() <= settled)
        && !running.anyBusy(pick.tables())
        && !running.conflicts(pick.firstLevel(), pick.outputLevel(), pick.range());
  }
}
