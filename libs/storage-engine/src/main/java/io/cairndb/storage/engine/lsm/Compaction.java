package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.compaction.OutputCutter;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.KeyRange;
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
record Compaction(Pick pick, List<List<Sstable>> inputs, MergeProgress progress) {

  static Compaction of(Pick pick, TreeLevels levels) {
    Map<Long, Sstable> byNumber = new HashMap<>();
    levels.all().forEach(table -> byNumber.put(table.meta().number(), table));
    List<List<Sstable>> inputs = new ArrayList<>();
    for (List<SstableMeta> level : pick.inputs()) {
      inputs.add(level.stream().map(meta -> byNumber.get(meta.number())).toList());
    }
    long entries = pick.tables().stream().mapToLong(SstableMeta::entries).sum();
    return new Compaction(pick, inputs, new MergeProgress(entries));
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

  /** Tables of level 0 that the merge has dealt with so far, a table of each key as a part. */
  double drainedFromLevelZero() {
    boolean drains = pick.kind() == Pick.Kind.MERGE && firstLevel() == 0 && outputLevel() > 0;
    return drains ? inputs.getFirst().size() * progress.share() : 0;
  }

  /** All inputs, newest level first. */
  List<Sstable> tables() {
    List<Sstable> tables = new ArrayList<>();
    inputs.forEach(tables::addAll);
    return tables;
  }

  /** When the newest entry of all inputs was written; see {@link WrittenTimes}. */
  long written(TreeLevels levels, long nowMillis) {
    return new WrittenTimes(levels, nowMillis).latest(tables());
  }

  /** Whether something that is no input, but older, may hold {@code key}. */
  boolean mayHide(TreeLevels levels, byte[] key) {
    return levels.mayBeBelow(outputLevel(), key)
        || olderInLevelZero(levels).stream().anyMatch(table -> table.meta().mayContain(key));
  }

  /** Whether something that is no input, but older, may hold one of {@code keys}. */
  boolean mayHide(TreeLevels levels, KeyRange keys) {
    return levels.mayBeBelow(outputLevel(), keys)
        || olderInLevelZero(levels).stream().anyMatch(table -> table.meta().overlaps(keys));
  }

  private List<Sstable> olderInLevelZero(TreeLevels levels) {
    if (!pick.staysInLevelZero()) {
      return List.of();
    }
    List<Sstable> levelZero = levels.level(0);
    return levelZero.subList(levelZero.indexOf(inputs.getFirst().getLast()) + 1, levelZero.size());
  }

  /** The least sequence number of all inputs. */
  long oldest() {
    return tables().stream()
        .mapToLong(table -> table.meta().sequences().smallest())
        .min()
        .orElse(Long.MAX_VALUE);
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
