package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.compaction.OutputCutter;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A decision with the tables it is about.
 *
 * @param pick the decision
 * @param inputs by level: element i holds tables of level {@code firstLevel + i}, in the level's
 *     order; every table of a level above {@code outputLevel} that shares keys with an older input
 *     of the same key range is among them
 */
record Compaction(Pick pick, List<List<Sstable>> inputs) {

  static Compaction of(Pick pick, TreeLevels levels) {
    Map<Long, Sstable> byNumber = new HashMap<>();
    levels.all().forEach(table -> byNumber.put(table.meta().number(), table));
    List<List<Sstable>> inputs = new ArrayList<>();
    for (List<SstableMeta> level : pick.inputs()) {
      inputs.add(level.stream().map(meta -> byNumber.get(meta.number())).toList());
    }
    return new Compaction(pick, inputs);
  }

  int tree() {
    return pick.tree();
  }

  int firstLevel() {
    return pick.firstLevel();
  }

  int outputLevel() {
    return pick.outputLevel();
  }

  /** All inputs, newest level first. */
  List<Sstable> tables() {
    List<Sstable> tables = new ArrayList<>();
    inputs.forEach(tables::addAll);
    return tables;
  }

  /** What says where outputs end: tables of level 0 are not cut. */
  OutputCutter cutter(long tableBytes, TreeLevels levels) {
    if (pick.staysInLevelZero()) {
      return new OutputCutter(Long.MAX_VALUE, List.of());
    }
    boolean deepest = outputLevel() == Catalog.LEVELS - 1;
    List<Sstable> below = deepest ? List.of() : levels.level(outputLevel() + 1);
    return new OutputCutter(tableBytes, below.stream().map(Sstable::meta).toList());
  }
}
