package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.compaction.KeySlice;
import io.cairndb.storage.engine.compaction.Moment;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs compactions on its own workers: slices of a large one under way first, then requests, then
 * what is most due. What a compaction leads to is one edit of the manifest, whoever wrote it.
 */
final class Compactor implements CompactionBacklog {
  private static final Duration FOREVER = Duration.ofDays(36_500);

  /** What becomes due within this is compacted together. */
  private static final long WAKE_MILLIS_MIN = 1_000;

  /** The wall clock may be set meanwhile, so it is looked at now and then. */
  private static final long WAKE_MILLIS_MAX = 3_600_000;

  /** A slice of a compaction is worth a worker when it holds this many tables. */
  private static final int SLICE_TABLES_MIN = 2;

  private final EngineFiles files;
  private final StateHolder states;
  private final History history;
  private final EngineCounters counters;
  private final Gate gate;
  private final Consumer<Throwable> failed;
  private final CompactionPicker picker;
  private final CompactionPacer pacer;
  private final List<Worker> workers = new ArrayList<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Queue<SlicedMerge> sliced = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private final AtomicInteger pauses = new AtomicInteger();

  /** Shared by compactions; exclusive while there must be none. */
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  /** Where a compaction is recorded, and what of the past it has to leave. */
  record History(ManifestKeeper manifest, Versions versions) {

    /** Tables of the first format have no versions. */
    RetainedVersions retained(FormatVersion format) {
      return format.isAtLeast(FormatVersion.VERSIONS)
          ? versions.pins().retained()
          : RetainedVersions.NEWEST_ONLY;
    }
  }

  /** A wish to have a whole tree compacted. */
  static final class Request {
    private final Tree tree;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile boolean done;
    private volatile @Nullable Damage obstacle;

    Request(Tree tree) {
      this.tree = tree;
    }

    boolean isDone() {
      return done;
    }

    /** Throws when damage kept the tree from being compacted. */
    void requireSuccess() throws CorruptionException {
      Damage met = obstacle;
      if (met != null) {
        throw new CorruptionException(met.file(), met.offset(), met.detail());
      }
    }
  }

  Compactor(
      EngineFiles files,
      StateHolder states,
      History history,
      EngineCounters counters,
      Gate gate,
      Workers workers,
      Consumer<Throwable> failed) {
    this.files = files;
    this.states = states;
    this.history = history;
    this.counters = counters;
    this.gate = gate;
    this.failed = failed;
    this.picker = new CompactionPicker(files.options().compaction(), states, files.policies());
    this.pacer = new CompactionPacer(files.options().compaction(), files.clock());
    for (int i = 0; i < files.options().compaction().workers(); i++) {
      this.workers.add(workers.start("compaction-" + i, this::compactDue));
    }
  }

  Request request(Tree tree) {
    Request request = new Request(tree);
    requests.add(request);
    signal();
    return request;
  }

  /** Holds compactions back until it is closed. */
  interface Pause extends AutoCloseable {
    @Override
    void close();
  }

  /** Ends compactions in progress without a result, and begins none until the pause is over. */
  Pause pause() {
    pauses.incrementAndGet();
    pacer.wake();
    running.writeLock().lock();
    return () -> {
      running.writeLock().unlock();
      pauses.decrementAndGet();
      signal();
    };
  }

  private boolean isHeldBack() {
    return stopped || pauses.get() > 0;
  }

  @Override
  public long pendingBytes(LsmVersion version) {
    return picker.pendingBytes(version);
  }

  @Override
  public int backlogTables(LsmVersion version) {
    return picker.backlogTables(version);
  }

  /** Hears that a memtable has become these tables. */
  void flushed(List<Sstable> tables) {
    counters.flushed(tables);
    pacer.flushed(tables.stream().mapToLong(table -> table.meta().bytes()).sum());
    adapt();
    signal();
  }

  CompactionStats stats(LsmVersion version) {
    return counters.compaction(version, pendingBytes(version), pacer);
  }

  void signal() {
    workers.forEach(Worker::signal);
  }

  /** One to wait for, when progress is waited for. */
  Worker worker() {
    return workers.getFirst();
  }

  void close() {
    stopped = true;
    pacer.wake();
    workers.forEach(Worker::close);
  }

  /** The workers' task. */
  private void compactDue() {
    try {
      boolean worked = true;
      while (worked && !isHeldBack()) {
        running.readLock().lock();
        try {
          worked = compactOnce();
        } finally {
          running.readLock().unlock();
        }
        states.collect();
        gate.open();
      }
      wakeWhenDue();
    } catch (IOException | RuntimeException | Error e) {
      stopped = true;
      failed.accept(e);
    }
    gate.open();
  }

  /** Nothing is due now; time alone may change that. */
  private void wakeWhenDue() {
    Moment moment = moment();
    long due = picker.nextDueMillis(moment);
    if (due != Moment.NEVER && !isHeldBack()) {
      long wait = Math.clamp(due - moment.nowMillis(), WAKE_MILLIS_MIN, WAKE_MILLIS_MAX);
      worker().signalAfter(Duration.ofMillis(wait));
    }
  }

  private boolean compactOnce() throws IOException {
    for (SlicedMerge merge : sliced) {
      if (merge.help()) {
        gate.open();
        return true;
      }
    }
    Request request = requests.peek();
    if (request == null) {
      return runIfPresent(picker.begin(-1, moment()));
    }
    if (request.done || !request.taken.compareAndSet(false, true)) {
      return runIfPresent(picker.begin(request.tree.id(), moment()));
    }
    CompactionPicker.Everything everything = picker.beginEverything(request.tree.id(), moment());
    if (everything.busy() || request.done) {
      everything.begun().ifPresent(picker::end);
      request.taken.set(false);
      return runIfPresent(picker.begin(request.tree.id(), moment()));
    }
    serve(request, everything.begun());
    return true;
  }

  private void serve(Request request, Optional<CompactionPicker.Begun> everything)
      throws IOException {
    @Nullable Damage obstacle =
        everything.map(begun -> DamageLog.firstIn(begun.compaction())).orElse(null);
    boolean done;
    if (obstacle != null) {
      picker.end(everything.orElseThrow());
      request.obstacle = obstacle;
      done = true;
    } else {
      // Of a tree of time windows there may be more to do.
      done =
          everything.isEmpty()
              || (run(everything.get()) && everything.get().compaction().pick().isRequested());
    }
    if (done) {
      boolean unused = requests.remove(request);
      request.done = true;
    }
    request.taken.set(false);
  }

  private boolean runIfPresent(Optional<CompactionPicker.Begun> begun) throws IOException {
    if (begun.isPresent()) {
      boolean unused = run(begun.get());
    }
    return begun.isPresent();
  }

  private boolean run(CompactionPicker.Begun begun) throws IOException {
    counters.compactionsRunning.incrementAndGet();
    adapt();
    try {
      return run(begun.compaction(), begun.state());
    } finally {
      counters.compactionsRunning.decrementAndGet();
      picker.end(begun);
      signalOthers();
    }
  }

  private void adapt() {
    LsmVersion version = states.peek().version();
    pacer.adapt(counters.writeAmplification(), backlogTables(version), pendingBytes(version));
  }

  /** What could not run beside something may do so now, or has something to help with. */
  private void signalOthers() {
    if (workers.size() > 1) {
      signal();
    }
  }

  /** Returns false when stopped before the end. */
  private boolean run(Compaction compaction, EngineState state) throws IOException {
    return switch (compaction.pick().kind()) {
      case MERGE -> merge(compaction, state);
      case MOVE -> {
        install(compaction, compaction.tables(), List.of());
        counters.moved();
        yield true;
      }
      case DROP -> {
        install(compaction, List.of(), history.versions.changesFor(retained(), 0));
        counters.dropped(compaction);
        yield true;
      }
    };
  }

  private RetainedVersions retained() {
    return history.retained(files.format());
  }

  private Moment moment() {
    RetainedVersions retained = retained();
    return new Moment(
        retained.readableFrom(), retained.newestPin(), files.clock().currentTimeMillis());
  }

  private boolean merge(Compaction compaction, EngineState state) throws IOException {
    TreeLevels levels = state.version().tree(compaction.tree());
    RetainedVersions retained = retained();
    CompactionJob.Pacing pacing = pacing(compaction.pick());
    SlicedMerge merge =
        new SlicedMerge(
            slices(compaction.pick()),
            (slice, cancelled) -> {
              CompactionJob.Place place = new CompactionJob.Place(levels, retained, slice);
              CompactionJob job =
                  new CompactionJob(
                      files,
                      compaction,
                      place,
                      pacing,
                      () -> isHeldBack() || cancelled.getAsBoolean());
              @Nullable List<Sstable> tables = job.run();
              counters.entriesDropped.addAndGet(job.dropped());
              return tables;
            });
    @Nullable List<Sstable> outputs;
    try {
      outputs = run(merge);
    } catch (CorruptionException e) {
      if (!files.damage().found(e, Finder.COMPACTION, state.version())) {
        throw e;
      }
      // The inputs stay as they are; what is picked next leaves the damaged table out.
      return false;
    }
    if (outputs == null) {
      return false;
    }
    try {
      install(compaction, outputs, history.versions.changesFor(retained, 0));
    } finally {
      outputs.forEach(Sstable::release);
    }
    counters.compacted(compaction, outputs);
    return true;
  }

  /** What was asked for is done as fast as may be. */
  private CompactionJob.Pacing pacing(Pick pick) {
    boolean free = pick.isRequested() && files.options().compaction().bytesPerSecondMax() == 0;
    return free
        ? (bytes, cancelled) -> {}
        : (bytes, cancelled) -> pacer.acquire(bytes, cancelled, worker());
  }

  private List<KeySlice> slices(Pick pick) {
    long tables = pick.bytes() / files.options().compaction().tableBytes();
    long most = pick.staysInLevelZero() ? 1 : tables / SLICE_TABLES_MIN;
    // Tables of upper levels may each hold all keys and so say little about where these lie.
    List<SstableMeta> lowest = pick.inputs().getLast();
    return KeySlice.cut(
        lowest.isEmpty() ? pick.tables() : lowest, (int) Math.clamp(most, 1, workers.size()));
  }

  private @Nullable List<Sstable> run(SlicedMerge merge) throws IOException {
    sliced.add(merge);
    try {
      signalOthers();
      boolean unused = merge.help();
    } finally {
      boolean unused = sliced.remove(merge);
    }
    boolean done = gate.await(merge::isDone, FOREVER, worker());
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
    history.manifest.edit(
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
