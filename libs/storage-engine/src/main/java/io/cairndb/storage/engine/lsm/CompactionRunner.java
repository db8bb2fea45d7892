package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.compaction.KeySlice;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs one compaction to its end: merges, in slices that other workers help with, moves or drops
 * tables. What it leads to is one edit of the manifest, whoever wrote it. Thread-safe.
 */
final class CompactionRunner {
  /** A slice of a compaction is worth a worker when it holds this many tables. */
  private static final int SLICE_TABLES_MIN = 2;

  private final EngineFiles files;
  private final StateHolder states;
  private final History history;
  private final EngineCounters counters;
  private final CompactionPacer pacer;
  private final Gate gate;
  private final Crew crew;
  private final FilterChances chances = new FilterChances();
  private final Queue<SlicedMerge> sliced = new ConcurrentLinkedQueue<>();

  /** The workers that compact. Thread-safe. */
  interface Crew {
    int size();

    /** One to wait for, when progress is waited for. */
    Worker awaited();

    /** There is something to help with. */
    void signalOthers();

    /** Whether {@code compaction} has to end without a result. */
    boolean isCancelled(Compaction compaction);
  }

  CompactionRunner(EngineContext context, History history, CompactionPacer pacer, Crew crew) {
    this.files = context.files();
    this.states = context.states();
    this.gate = context.gate();
    this.counters = context.counters();
    this.history = history;
    this.pacer = pacer;
    this.crew = crew;
  }

  /** Writes a slice of a merge under way; false when there is none left. */
  boolean helpWithSlices() {
    for (SlicedMerge merge : sliced) {
      if (merge.help()) {
        gate.open();
        return true;
      }
    }
    return false;
  }

  /** Returns false when stopped before the end. */
  boolean run(Compaction compaction, EngineState state) throws IOException {
    return switch (compaction.pick().kind()) {
      case MERGE -> merge(compaction, state);
      case MOVE -> {
        install(compaction, compaction.tables(), List.of());
        counters.moved();
        yield true;
      }
      case DROP -> {
        // What is covered is so for every pin; what has expired is not.
        long oldest = compaction.pick().staysInLevelZero() ? compaction.oldest() : Long.MAX_VALUE;
        RetainedVersions retained = history.retained(files.format());
        List<Change> besides = history.versions().changesFor(retained, 0);
        yield dropUnlessHeld(oldest, compaction, List.of(), besides).isEmpty();
      }
    };
  }

  /** If a pin has come to hold what the filter dropped, merges again without the filter. */
  private boolean merge(Compaction compaction, EngineState state) throws IOException {
    RetainedVersions retained = history.retained(files.format());
    boolean filtered = chances.asks(compaction.tree(), retained.newestPin(), compaction.oldest());
    while (true) {
      FilterDrops drops = new FilterDrops(filtered);
      @Nullable List<Sstable> outputs = merge(compaction, state, retained, drops);
      if (outputs == null) {
        return false;
      }
      try {
        List<Change> besides = history.versions().changesFor(retained, 0);
        OptionalLong holder = dropUnlessHeld(drops.oldest(), compaction, outputs, besides);
        if (holder.isEmpty()) {
          counters.entriesDropped.addAndGet(drops.entries());
          return true;
        }
        chances.spoiled(compaction.tree(), holder.getAsLong());
        outputs.forEach(Sstable::makeObsolete);
      } finally {
        outputs.forEach(Sstable::release);
      }
      retained = history.retained(files.format());
      filtered = false;
    }
  }

  /** As {@link Pins#dropUnlessHeld}. */
  private OptionalLong dropUnlessHeld(
      long oldest, Compaction compaction, List<Sstable> outputs, List<Change> besides)
      throws IOException {
    Pins pins = history.versions().pins();
    OptionalLong holder = pins.dropUnlessHeld(oldest, () -> install(compaction, outputs, besides));
    if (holder.isEmpty() && compaction.pick().kind() == Pick.Kind.DROP) {
      counters.dropped(compaction);
    } else if (holder.isEmpty()) {
      counters.compacted(compaction, outputs);
    }
    return holder;
  }

  /** As {@link CompactionJob#run}, for all slices; null also when damage was met. */
  private @Nullable List<Sstable> merge(
      Compaction compaction, EngineState state, RetainedVersions retained, FilterDrops drops)
      throws IOException {
    compaction.progress().begin();
    TreeLevels levels = state.version().tree(compaction.tree());
    CompactionJob.Pacing pacing = pacing(compaction.pick());
    SlicedMerge merge =
        new SlicedMerge(
            slices(compaction.pick()),
            (slice, cancelled) ->
                new CompactionJob(
                        files,
                        compaction,
                        new CompactionJob.Place(levels, retained, drops, slice),
                        pacing,
                        () -> crew.isCancelled(compaction) || cancelled.getAsBoolean())
                    .run());
    try {
      return run(merge);
    } catch (CorruptionException e) {
      if (!files.damage().found(e, Finder.COMPACTION, state.version())) {
        throw e;
      }
      // The inputs stay as they are; what is picked next leaves the damaged table out.
      return null;
    }
  }

  /** What was asked for is done as fast as may be. */
  private CompactionJob.Pacing pacing(Pick pick) {
    boolean free = pick.isRequested() && files.options().compaction().bytesPerSecondMax() == 0;
    return free
        ? (bytes, cancelled) -> {}
        : (bytes, cancelled) -> pacer.acquire(bytes, cancelled, crew.awaited());
  }

  private List<KeySlice> slices(Pick pick) {
    long tables = pick.bytes() / files.options().compaction().tableBytes();
    long most = pick.staysInLevelZero() ? 1 : tables / SLICE_TABLES_MIN;
    // Tables of upper levels may each hold all keys and so say little about where these lie.
    List<SstableMeta> lowest = pick.inputs().getLast();
    return KeySlice.cut(
        lowest.isEmpty() ? pick.tables() : lowest, (int) Math.clamp(most, 1, crew.size()));
  }

  private @Nullable List<Sstable> run(SlicedMerge merge) throws IOException {
    sliced.add(merge);
    try {
      crew.signalOthers();
      boolean unused = merge.help();
    } finally {
      boolean unused = sliced.remove(merge);
    }
    boolean done = gate.await(merge::isDone, crew.awaited());
    return done ? merge.outputs() : null;
  }

  private void install(Compaction compaction, List<Sstable> outputs, List<Change> besides)
      throws IOException {
    List<Change> changes = new ArrayList<>(besides);
    Set<Long> removed = new HashSet<>();
    Set<Sstable> dropped = new HashSet<>();
    for (List<Sstable> level : compaction.inputs()) {
      for (Sstable table : level) {
        changes.add(new VersionEdit.TableRemoved(table.meta().number()));
        removed.add(table.meta().number());
        dropped.add(table);
      }
    }
    for (Sstable table : outputs) {
      changes.add(new VersionEdit.TableAdded(compaction.outputLevel(), table.meta()));
      dropped.remove(table);
    }
    history
        .manifest()
        .edit(
            changes,
            () -> {
              states.change(
                  old ->
                      new EngineState(
                          old.active(),
                          old.immutables(),
                          old.version()
                              .change(
                                  compaction.tree(),
                                  tree -> replace(tree, compaction, removed, outputs))));
              dropped.forEach(Sstable::makeObsolete);
            });
  }

  private static TreeLevels replace(
      TreeLevels tree, Compaction compaction, Set<Long> removed, List<Sstable> outputs) {
    TreeLevels changed = tree;
    for (int i = 0; i < compaction.inputs().size(); i++) {
      changed = changed.without(compaction.firstLevel() + i, removed);
    }
    return changed.with(compaction.outputLevel(), outputs);
  }
}
