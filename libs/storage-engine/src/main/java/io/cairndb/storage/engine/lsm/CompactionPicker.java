package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.compaction.CoveredPicker;
import io.cairndb.storage.engine.compaction.LeveledPicker;
import io.cairndb.storage.engine.compaction.Moment;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.compaction.Running;
import io.cairndb.storage.engine.compaction.TreeShape;
import io.cairndb.storage.engine.compaction.WindowPicker;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to compact beside what is being compacted, over all trees. Thread-safe.
 *
 * <p>A choice is made on the state of that moment and noted as running before the next one is made;
 * it is taken off that list when its result is part of the state. So no choice sees a table that
 * another one has replaced or will.
 */
final class CompactionPicker {
  /** A table of a time window takes the place of this many tables of a level at most. */
  private static final int WINDOW_TABLES = 32;

  private final LeveledPicker leveled;
  private final WindowPicker windowed;
  private final TreePolicies policies;
  private final StateHolder states;

  /** Replaced under the lock of this. */
  private volatile List<Compaction> running = List.of();

  /** Trees in which nothing is begun; changed under the lock of this. */
  private final Set<Integer> held = ConcurrentHashMap.newKeySet();

  CompactionPicker(CompactionOptions options, StateHolder states, TreePolicies policies) {
    this.policies = policies;
    this.windowed =
        new WindowPicker(options.levelZeroTrigger(), WINDOW_TABLES * options.tableBytes());
    this.leveled = new LeveledPicker(options);
    this.states = states;
  }

  /**
   * A compaction that is to be run and then {@link #end ended}.
   *
   * @param state holds the inputs; the reference is given back by {@link #end}
   */
  record Begun(Compaction compaction, EngineState state) {}

  /**
   * What is most due; empty when nothing is that can be done now.
   *
   * @param reserved a tree to leave alone; -1 for none
   * @param moment when that is asked
   */
  synchronized Optional<Begun> begin(int reserved, Moment moment) {
    EngineState state = states.acquire();
    @Nullable Pick best = null;
    for (int tree = 0; tree < state.version().treeLimit(); tree++) {
      if (mayPick(tree, reserved) && !state.version().tree(tree).isEmpty()) {
        Optional<Pick> pick = pick(tree, state, moment);
        if (pick.isPresent() && (best == null || pick.get().score() > best.score())) {
          best = pick.get();
        }
      }
    }
    return begin(best, state);
  }

  private boolean mayPick(int tree, int reserved) {
    return tree != reserved && !held.contains(tree);
  }

  /**
   * The answer to a wish to compact all of a tree.
   *
   * @param busy whether it has to wait for what is being compacted in the tree
   * @param begun empty when busy, or when it would change nothing
   */
  record Everything(boolean busy, Optional<Begun> begun) {}

  private Optional<Pick> pick(int tree, EngineState state, Moment moment) {
    TreeLevels levels = state.version().tree(tree);
    TreeShape shape = shape(tree, levels, state.settledSequence(), moment.nowMillis());
    Running beside = beside(tree, levels);
    Optional<Pick> covered =
        CoveredPicker.pick(shape, levels.rangeDeletions(), beside, moment.settled());
    if (covered.isPresent()) {
      return covered;
    }
    return switch (policies.of(tree).options().compaction()) {
      case TreeOptions.Leveled none -> leveled.pick(shape, beside, moment);
      case TreeOptions.TimeWindows expiring -> windowed.pick(shape, beside, expiring, moment);
    };
  }

  synchronized Everything beginEverything(int tree, Moment moment) {
    if (held.contains(tree) || isBusy(tree)) {
      return new Everything(true, Optional.empty());
    }
    EngineState state = states.acquire();
    TreeLevels levels = state.version().tree(tree);
    @Nullable Pick pick =
        policies.of(tree).isLeveled()
            ? everything(tree, levels)
            : pick(tree, state, moment).orElse(null);
    return new Everything(false, begin(pick, state));
  }

  private Optional<Begun> begin(@Nullable Pick pick, EngineState state) {
    if (pick == null) {
      boolean unused = states.release(state);
      return Optional.empty();
    }
    Compaction compaction = Compaction.of(pick, state.version().tree(pick.tree()));
    List<Compaction> more = new ArrayList<>(running);
    more.add(compaction);
    running = List.copyOf(more);
    return Optional.of(new Begun(compaction, state));
  }

  /** From now on nothing is begun in {@code tree}; false when somebody else holds it. */
  synchronized boolean hold(int tree) {
    return held.add(tree);
  }

  boolean isHeld(int tree) {
    return held.contains(tree);
  }

  /** Whether nothing is begun in some tree. */
  boolean isHolding() {
    return !held.isEmpty();
  }

  synchronized void letGo(int tree) {
    held.remove(tree);
  }

  synchronized boolean isBusy(int tree) {
    return running.stream().anyMatch(compaction -> compaction.tree() == tree);
  }

  synchronized void end(Begun begun) {
    running = running.stream().filter(other -> !other.equals(begun.compaction())).toList();
    boolean unused = states.release(begun.state());
  }

  private Running beside(int tree, TreeLevels levels) {
    List<Long> damaged =
        levels.all().stream()
            .filter(table -> table.damage() != null)
            .map(table -> table.meta().number())
            .toList();
    List<Pick> picks =
        running.stream().map(Compaction::pick).filter(pick -> pick.tree() == tree).toList();
    return new Running(picks, damaged);
  }

  /** A shape of which nobody asks what memtables hold. */
  private TreeShape shape(int tree, TreeLevels levels, long nowMillis) {
    return shape(tree, levels, Long.MAX_VALUE, nowMillis);
  }

  private TreeShape shape(int tree, TreeLevels levels, long settledSequence, long nowMillis) {
    List<List<SstableMeta>> metas = new ArrayList<>();
    for (int level = 0; level < Catalog.LEVELS; level++) {
      metas.add(levels.level(level).stream().map(Sstable::meta).toList());
    }
    boolean isLeveled = policies.of(tree).isLeveled();
    WrittenTimes written = new WrittenTimes(isLeveled ? TreeLevels.EMPTY : levels, nowMillis);
    Map<Long, TableHints> hints = new HashMap<>();
    for (Sstable table : levels.all()) {
      TableHints told = written.hints(table);
      if (!told.equals(TableHints.NONE)) {
        hints.put(table.meta().number(), told);
      }
    }
    return new TreeShape(tree, metas, hints, settledSequence);
  }

  private @Nullable Pick everything(int tree, TreeLevels levels) {
    TreeShape shape = shape(tree, levels, TableHints.UNKNOWN);
    int bottom = Catalog.LEVELS - 1;
    boolean clean =
        levels.all().stream().allMatch(table -> isClean(table.meta()))
            && levels.all().size() == levels.level(bottom).size();
    return clean
        ? null
        : new Pick(tree, 0, shape.levels(), bottom, Pick.Kind.MERGE, Pick.REQUESTED);
  }

  /** Nothing in the table is there only to hide, or to be hidden. */
  private static boolean isClean(SstableMeta meta) {
    return meta.tombstones() == 0 && meta.isPlain();
  }

  /**
   * When something becomes due by the clock alone, in milliseconds since the Unix epoch; {@link
   * Moment#NEVER} when nothing does.
   */
  long nextDueMillis(Moment moment) {
    LsmVersion version = states.peek().version();
    long next = Moment.NEVER;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      TreeShape shape = shape(tree, version.tree(tree), moment.nowMillis());
      long due =
          switch (policies.of(tree).options().compaction()) {
            case TreeOptions.Leveled none -> leveled.nextDueMillis(shape, moment);
            case TreeOptions.TimeWindows windows -> windowed.nextDueMillis(shape, windows, moment);
          };
      next = Math.min(next, due);
    }
    return next;
  }

  /** As {@link CompactionBacklog#windowTables}. */
  int windowTables(LsmVersion version) {
    int most = 0;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      if (policies.of(tree).options().compaction() instanceof TreeOptions.TimeWindows windows) {
        TreeShape shape = shape(tree, version.tree(tree), TableHints.UNKNOWN);
        most = Math.max(most, windowed.backlogTables(shape, windows));
      }
    }
    return most;
  }

  /** As {@link CompactionBacklog#expectedLevelZero}. */
  double expectedLevelZero(LsmVersion version) {
    List<Compaction> merges = running;
    double most = 0;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      if (policies.of(tree).isLeveled()) {
        most = Math.max(most, version.tree(tree).levelZeroTables() - drained(merges, tree));
      }
    }
    return 2 * most;
  }

  private static double drained(List<Compaction> merges, int tree) {
    double drained = 0;
    for (Compaction compaction : merges) {
      drained += compaction.tree() == tree ? compaction.drainedFromLevelZero() : 0;
    }
    return drained;
  }

  /** What is to be read and written until nothing is due in {@code version}, estimated. */
  long pendingBytes(LsmVersion version) {
    long pending = 0;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      TreeShape shape = shape(tree, version.tree(tree), TableHints.UNKNOWN);
      pending +=
          switch (policies.of(tree).options().compaction()) {
            case TreeOptions.Leveled none -> leveled.pendingBytes(shape);
            case TreeOptions.TimeWindows windows -> windowed.pendingBytes(shape, windows);
          };
    }
    return pending;
  }
}
