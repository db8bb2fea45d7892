package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses what to compact: the level of any tree that exceeds its size the most. Level 0 is
 * measured in tables, the others in bytes. Within a level tables are taken in turn by key, so that
 * all of the key space moves down evenly. Confined to the compaction worker.
 */
final class CompactionPicker {
  private static final int LEVEL_FACTOR = 10;

  private final CompactionOptions options;

  /** By tree and level: the last key compacted out of it. */
  private final Map<Long, byte[]> lastKeys = new HashMap<>();

  CompactionPicker(CompactionOptions options) {
    this.options = options;
  }

  /** What is most due; empty when no level exceeds its size, or none that does can move. */
  Optional<Compaction> pick(LsmVersion version) {
    List<Due> due = new ArrayList<>();
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      for (int level = 0; level < Catalog.LEVELS - 1; level++) {
        double score = score(version.tree(tree), level);
        if (score >= 1) {
          due.add(new Due(tree, level, score));
        }
      }
    }
    due.sort(Comparator.comparingDouble(Due::score).reversed());
    for (Due next : due) {
      Optional<Compaction> possible = possible(next, version.tree(next.tree));
      if (possible.isPresent()) {
        return possible;
      }
    }
    return Optional.empty();
  }

  private record Due(int tree, int level, double score) {}

  /** A compaction out of that level without damaged inputs. */
  private Optional<Compaction> possible(Due due, TreeLevels levels) {
    if (due.level == 0) {
      List<Sstable> movable = DamageLog.movable(levels.level(0));
      return movable.isEmpty()
          ? Optional.empty()
          : Optional.of(compaction(due.tree, levels, 0, movable)).filter(DamageLog::isWhole);
    }
    for (int turn = levels.level(due.level).size(); turn > 0; turn--) {
      List<Sstable> upper = List.of(nextInTurn(due.tree, levels, due.level));
      Compaction next = compaction(due.tree, levels, due.level, upper);
      if (DamageLog.isWhole(next)) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private double score(TreeLevels levels, int level) {
    if (level == 0) {
      return (double) levels.levelZeroTables() / options.levelZeroTrigger();
    }
    double limit = limit(level);
    // A level at its limit is full, not too full.
    long bytes = levels.levelBytes(level);
    return bytes > limit ? bytes / limit : 0;
  }

  private double limit(int level) {
    return options.levelBaseBytes() * Math.pow(LEVEL_FACTOR, level - 1);
  }

  /** What is above its size goes down a level, each byte with what it meets there. Thread-safe. */
  long pendingBytes(LsmVersion version) {
    long pending = 0;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      TreeLevels levels = version.tree(tree);
      if (levels.levelZeroTables() >= options.levelZeroTrigger()) {
        pending += levels.levelBytes(0) + levels.levelBytes(1);
      }
      for (int level = 1; level < Catalog.LEVELS - 1; level++) {
        double excess = Math.max(0, levels.levelBytes(level) - limit(level));
        double met = (double) levels.levelBytes(level + 1) / Math.max(1, levels.levelBytes(level));
        pending += (long) (excess * (1 + met));
      }
    }
    return pending;
  }

  private Sstable nextInTurn(int tree, TreeLevels levels, int level) {
    List<Sstable> tables = levels.level(level);
    long place = (long) tree * Catalog.LEVELS + level;
    byte[] last = lastKeys.getOrDefault(place, new byte[0]);
    Sstable chosen = tables.getFirst();
    for (Sstable table : tables) {
      if (Arrays.compareUnsigned(table.meta().smallest(), last) > 0) {
        chosen = table;
        break;
      }
    }
    lastKeys.put(place, chosen.meta().largest());
    return chosen;
  }

  private static Compaction compaction(
      int tree, TreeLevels levels, int level, List<Sstable> upper) {
    KeyRange keys = upper.getFirst().meta().keys();
    for (Sstable table : upper) {
      keys = keys.span(table.meta().keys());
    }
    List<Sstable> lower = levels.overlapping(level + 1, keys);
    return new Compaction(tree, level, List.of(upper, lower), level + 1);
  }

  /** Everything of a tree into its deepest level; empty when that would change nothing. */
  static Optional<Compaction> everything(int tree, TreeLevels levels) {
    int deepest = levels.deepestLevel();
    if (deepest < 0) {
      return Optional.empty();
    }
    int output = Math.max(1, deepest);
    boolean clean = deepest > 0;
    List<List<Sstable>> inputs = new ArrayList<>();
    for (int level = 0; level <= output; level++) {
      List<Sstable> tables = levels.level(level);
      inputs.add(tables);
      clean &= level == output || tables.isEmpty();
      clean &= tables.stream().allMatch(table -> isClean(table.meta()));
    }
    return clean ? Optional.empty() : Optional.of(new Compaction(tree, 0, inputs, output));
  }

  /** Nothing in the table is there only to hide, or to be hidden. */
  private static boolean isClean(SstableMeta meta) {
    return meta.tombstones() == 0 && meta.isPlain();
  }
}
