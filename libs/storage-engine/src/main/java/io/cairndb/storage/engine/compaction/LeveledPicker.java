package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what to compact in a tree of levels. Immutable, thread-safe.
 *
 * <ol>
 *   <li>A level's score is its size over its {@link LevelTargets target}; level 0 is measured in
 *       tables, which each read has to look into, and in bytes. At 1 it is due. The most urgent
 *       comes first; a level is the less urgent the more is on its way into it, so what comes from
 *       above goes before, until the level has become as overfull as level 0 is. Levels that swell
 *       under a load make it cheaper to bring a byte further down.
 *   <li>Tables that meet nothing below are moved, all at once.
 *   <li>Else level 0 goes down as a whole, and of other levels the table that meets the least for
 *       its size: it is the cheapest way to make the level a byte smaller.
 *   <li>When level 0 is due but what is beside or below it is being compacted, its newest tables
 *       are merged into one, so that reads and writers do not have to wait for that.
 *   <li>When no level is due, {@link TombstonePicker} looks for tables that are mostly tombstones,
 *       and {@link ExpiryPicker} for those of which most has expired.
 * </ol>
 */
public final class LeveledPicker {
  /** A table may share keys with this many times its size of the level below it. */
  private static final int GRANDPARENTS_MAX = 10;

  private static final int LEVEL_ZERO_MERGE_MIN = 3;

  private final CompactionOptions options;
  private final TombstonePicker tombstones;
  private final ExpiryPicker expiries;

  public LeveledPicker(CompactionOptions options) {
    this.options = options;
    this.expiries = new ExpiryPicker(options.tombstoneShareMax());
    this.tombstones = new TombstonePicker(options.tombstoneShareMax());
  }

  /** The size from which a level is due, and how much. */
  private record Score(int level, double score, double urgency) {}

  /**
   * What is most due in {@code tree}; empty when nothing is that may run beside {@code running}.
   *
   * @param moment when that is asked
   */
  public Optional<Pick> pick(TreeShape tree, Running running, Moment moment) {
    LevelTargets targets = LevelTargets.of(tree, options.levelBaseBytes());
    for (Score due : due(tree, targets, running)) {
      Optional<Pick> pick =
          due.level() == 0
              ? fromLevelZero(tree, running, targets.base(), due.score())
              : fromLevel(tree, running, due, targets);
      if (pick.isPresent()) {
        return pick;
      }
    }
    Optional<Pick> pick = tombstones.pick(tree, running, moment.settled());
    return pick.isPresent() ? pick : expiries.pick(tree, running, moment);
  }

  /** When a table becomes due by the clock alone; {@link Moment#NEVER} when none does. */
  public long nextDueMillis(TreeShape tree, Moment moment) {
    return expiries.nextDueMillis(tree, moment);
  }

  /** Levels that are due, the most urgent first. */
  private List<Score> due(TreeShape tree, LevelTargets targets, Running running) {
    List<Score> due = new ArrayList<>();
    List<SstableMeta> newest = free(tree.level(0), running);
    double count = (double) newest.size() / options.levelZeroTrigger();
    double score =
        newest.size() < 2 && count < 1
            ? 0
            : Math.max(count, (double) TreeShape.bytes(newest) / levelZeroBytes());
    if (score >= 1) {
      boolean pressing = newest.size() >= options.levelZeroSlowdown();
      due.add(new Score(0, score, pressing ? score * 1000 : score));
    }
    double arriving = score >= 1 ? TreeShape.bytes(newest) : 0;
    for (int level = targets.base(); level < tree.bottom(); level++) {
      double bytes = TreeShape.bytes(free(tree.level(level), running));
      long target = targets.bytes()[level];
      double levelScore = score(bytes, target);
      if (levelScore > 1) {
        double urgency = target == 0 ? level * levelScore : bytes / (target + arriving);
        due.add(new Score(level, levelScore, urgency));
      }
      arriving += Math.max(0, bytes - target);
    }
    due.sort(Comparator.comparingDouble(Score::urgency).reversed());
    return due;
  }

  private long levelZeroBytes() {
    return options.levelZeroTrigger() * Math.max(options.tableBytes(), options.levelBaseBytes());
  }

  private double score(double bytes, long target) {
    // A level that should be empty is due with a single table.
    return target == 0 ? (bytes > 0 ? 1.5 + bytes / options.levelBaseBytes() : 0) : bytes / target;
  }

  private static List<SstableMeta> free(List<SstableMeta> tables, Running running) {
    return running.isEmpty()
        ? tables
        : tables.stream().filter(table -> !running.isBusy(table)).toList();
  }

  private Optional<Pick> fromLevelZero(TreeShape tree, Running running, int base, double score) {
    List<SstableMeta> movable = movable(tree.level(0), running);
    if (!movable.isEmpty()) {
      List<SstableMeta> moves = levelZeroMoves(tree, movable, running, base);
      if (!moves.isEmpty()) {
        return Optional.of(Pick.move(tree.tree(), 0, moves, base, score));
      }
      KeyRange range = TreeShape.span(movable);
      List<SstableMeta> lower = tree.overlapping(base, range);
      if (!running.anyBusy(lower) && !running.conflicts(0, base, union(range, lower))) {
        return Optional.of(Pick.merge(tree.tree(), 0, movable, base, lower, score));
      }
    }
    return withinLevelZero(tree, running, score);
  }

  private static KeyRange union(KeyRange range, List<SstableMeta> tables) {
    return tables.isEmpty() ? range : range.span(TreeShape.span(tables));
  }

  /** Those of level 0, newest first, that share no keys with an older one that stays. */
  private static List<SstableMeta> movable(List<SstableMeta> levelZero, Running running) {
    if (running.isEmpty()) {
      return levelZero;
    }
    List<SstableMeta> staying = new ArrayList<>();
    List<SstableMeta> movable = new ArrayList<>();
    for (SstableMeta table : levelZero.reversed()) {
      boolean stays =
          running.isBusy(table) || staying.stream().anyMatch(older -> older.overlaps(table.keys()));
      (stays ? staying : movable).add(table);
    }
    return movable.reversed();
  }

  /** Those that share no keys with older tables of level 0 nor with the base. */
  private List<SstableMeta> levelZeroMoves(
      TreeShape tree, List<SstableMeta> movable, Running running, int base) {
    List<SstableMeta> moves = new ArrayList<>();
    for (int i = 0; i < movable.size(); i++) {
      SstableMeta table = movable.get(i);
      KeyRange range = table.keys();
      boolean alone =
          movable.subList(i + 1, movable.size()).stream().noneMatch(older -> older.overlaps(range));
      if (alone && isMovable(tree, table, base) && !running.conflicts(0, base, range)) {
        moves.add(table);
      }
    }
    return moves;
  }

  private boolean isMovable(TreeShape tree, SstableMeta table, int target) {
    KeyRange range = table.keys();
    if (!tree.overlapping(target, range).isEmpty()) {
      return false;
    }
    if (tombstones.isDue(table) && !tree.reachesBelow(target, range)) {
      return false;
    }
    return target == tree.bottom()
        || TreeShape.bytes(tree.overlapping(target + 1, range))
            <= GRANDPARENTS_MAX * options.tableBytes();
  }

  /** The newest tables as one, but for those that are larger than all newer ones together. */
  private static Optional<Pick> withinLevelZero(TreeShape tree, Running running, double score) {
    List<SstableMeta> levelZero = tree.settledLevelZero();
    int count = 0;
    long bytes = 0;
    while (count < levelZero.size()
        && !running.isBusy(levelZero.get(count))
        && (count < LEVEL_ZERO_MERGE_MIN || levelZero.get(count).bytes() <= bytes)) {
      bytes += levelZero.get(count).bytes();
      count++;
    }
    return running.isEmpty() || count < LEVEL_ZERO_MERGE_MIN
        ? Optional.empty()
        : Optional.of(Pick.merge(tree.tree(), 0, levelZero.subList(0, count), 0, List.of(), score));
  }

  private Optional<Pick> fromLevel(
      TreeShape tree, Running running, Score due, LevelTargets targets) {
    int level = due.level();
    List<SstableMeta> moves = moves(tree, running, level, targets.bytes()[level]);
    if (!moves.isEmpty()) {
      return Optional.of(Pick.move(tree.tree(), level, moves, level + 1, due.score()));
    }
    List<SstableMeta> tables = tree.level(level);
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < tables.size(); i++) {
      SstableMeta table = tables.get(i);
      if (!running.isBusy(table)) {
        List<SstableMeta> lower = tree.overlapping(level + 1, table.keys());
        double cost = cost(table, lower);
        boolean better =
            cost < least || (cost == least && isOlder(table, tables.get(Math.max(0, best))));
        if (better && isFree(running, level, table, lower)) {
          best = i;
          least = cost;
        }
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    SstableMeta table = tables.get(best);
    List<SstableMeta> lower = tree.overlapping(level + 1, table.keys());
    return Optional.of(
        Pick.merge(tree.tree(), level, List.of(table), level + 1, lower, due.score()));
  }

  /** Bytes to rewrite below for each byte brought down, in eighths: nearly equal is equal. */
  private static double cost(SstableMeta table, List<SstableMeta> lower) {
    return Math.rint(8.0 * TreeShape.bytes(lower) / table.bytes());
  }

  private static boolean isOlder(SstableMeta table, SstableMeta other) {
    return table.sequences().largest() < other.sequences().largest();
  }

  private static boolean isFree(
      Running running, int level, SstableMeta table, List<SstableMeta> lower) {
    return running.isEmpty()
        || (!running.anyBusy(lower)
            && !running.conflicts(level, level + 1, union(table.keys(), lower)));
  }

  /** Tables that meet nothing in the next level, until the level is within its size. */
  private List<SstableMeta> moves(TreeShape tree, Running running, int level, long target) {
    List<SstableMeta> moves = new ArrayList<>();
    long excess = tree.bytes(level) - target;
    for (SstableMeta table : tree.level(level)) {
      if (excess > 0
          && !running.isBusy(table)
          && isMovable(tree, table, level + 1)
          && !running.conflicts(level, level + 1, table.keys())) {
        moves.add(table);
        excess -= table.bytes();
      }
    }
    return moves;
  }

  /**
   * Bytes to read and write until nothing is due, estimated: each byte above a level's size goes
   * down with what it meets there.
   */
  public long pendingBytes(TreeShape tree) {
    LevelTargets targets = LevelTargets.of(tree, options.levelBaseBytes());
    double pending = 0;
    double arriving = 0;
    if (tree.level(0).size() >= options.levelZeroTrigger() || tree.bytes(0) >= levelZeroBytes()) {
      arriving = tree.bytes(0);
      pending = arriving + tree.bytes(targets.base());
    }
    for (int level = targets.base(); level < tree.bottom(); level++) {
      double bytes = tree.bytes(level) + arriving;
      double excess = Math.max(0, bytes - targets.bytes()[level]);
      if (excess > 0) {
        pending += excess * (1 + tree.bytes(level + 1) / bytes);
      }
      arriving = excess;
    }
    return (long) pending;
  }
}
