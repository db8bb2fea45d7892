package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds tables of which nothing is left, since the range of all their keys was deleted later. */
public final class CoveredPicker {
  private CoveredPicker() {}

  /**
   * The tables that may go without being read.
   *
   * @param deleted the range deletions of the tree's tables
   * @param settled no reader can ask for a version below this sequence number
   */
  public static Optional<Pick> pick(
      TreeShape shape, RangeDeletions deleted, Running running, long settled) {
    if (deleted.isEmpty()) {
      return Optional.empty();
    }
    List<List<SstableMeta>> covered = new ArrayList<>();
    boolean any = false;
    for (List<SstableMeta> level : shape.levels()) {
      List<SstableMeta> gone =
          level.stream()
              .filter(table -> !running.isBusy(table) && isCovered(table, deleted, settled))
              .toList();
      covered.add(gone);
      any |= !gone.isEmpty();
    }
    int bottom = shape.levels().size() - 1;
    return any
        ? Optional.of(
            new Pick(shape.tree(), 0, covered, bottom, Pick.Kind.DROP, Double.MAX_VALUE / 2))
        : Optional.empty();
  }

  private static boolean isCovered(SstableMeta table, RangeDeletions deleted, long settled) {
    return deleted.coveringAll(table.smallest(), table.largest(), settled)
        > table.sequences().largest();
  }
}
