package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.sstable.Sstable;
import java.util.List;

/**
 * A decision to merge tables of one tree.
 *
 * @param inputs by level: element i holds tables of level {@code firstLevel + i}, in the level's
 *     order; every table of a level above {@code outputLevel} that shares keys with an older input
 *     of the same key range is among them
 * @param outputLevel where the result goes, the last input level
 */
record Compaction(int tree, int firstLevel, List<List<Sstable>> inputs, int outputLevel) {

  /** A table alone, with nothing to merge with, just changes its level. */
  boolean isMove() {
    return inputs.size() == 2
        && inputs.getFirst().size() == 1
        && inputs.getLast().isEmpty()
        && inputs.getFirst().getFirst().meta().tombstones() == 0
        && inputs.getFirst().getFirst().meta().contents().rangeDeletions() == 0;
  }
}
