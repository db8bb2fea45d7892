package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs compactions, one at a time, on its own worker: requests first, then what is most due. */
final class Compactor {
  private final EngineFiles files;
  private final StateHolder states;
  private final History history;
  private final EngineCounters counters;
  private final Gate gate;
  private final Consumer<Throwable> failed;
  private final CompactionPicker picker;
  private final RateLimiter limiter;
  private final Worker worker;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private final AtomicInteger pauses = new AtomicInteger();

  /** Shared by compactions; exclusive while there must be none. */
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  /** Where a compaction is recorded, and what of the past it has to leave. */
  record History(ManifestKeeper manifest, Versions versions) {}

  /** A wish to have a whole tree compacted. */
  static final class Request {
    private final Tree tree;
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
    this.picker = new CompactionPicker(files.options().compaction(), states);
    this.limiter = new RateLimiter(files.options().compaction().bytesPerSecondMax(), files.clock());
    this.worker = workers.start("compaction", this::compactDue);
  }

  Request request(Tree tree) {
    Request request = new Request(tree);
    requests.add(request);
    worker.signal();
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
    running.writeLock().lock();
    return () -> {
      running.writeLock().unlock();
      pauses.decrementAndGet();
      worker.signal();
    };
  }

  private boolean isHeldBack() {
    return stopped || pauses.get() > 0;
  }

  /** What is to be read and written until nothing is due in {@code version}, estimated. */
  long pendingBytes(LsmVersion version) {
    return picker.pendingBytes(version);
  }

  void signal() {
    worker.signal();
  }

  Worker worker() {
    return worker;
  }

  void close() {
    stopped = true;
    worker.close();
  }

  /** The worker's task. */
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
    } catch (IOException | RuntimeException | Error e) {
      stopped = true;
      failed.accept(e);
    }
    gate.open();
  }

  private boolean compactOnce() throws IOException {
    Request request = requests.peek();
    if (request == null) {
      return runIfPresent(picker.begin(-1, settled()));
    }
    int tree = request.tree.id();
    if (!picker.isIdle(tree)) {
      return runIfPresent(picker.begin(tree, settled()));
    }
    Optional<CompactionPicker.Begun> everything = picker.beginEverything(tree);
    @Nullable Damage obstacle =
        everything.map(begun -> DamageLog.firstIn(begun.compaction())).orElse(null);
    boolean done;
    if (obstacle != null) {
      picker.end(everything.orElseThrow());
      request.obstacle = obstacle;
      done = true;
    } else {
      done = everything.isEmpty() || run(everything.get());
    }
    if (done) {
      requests.remove();
      request.done = true;
    }
    return true;
  }

  private boolean runIfPresent(Optional<CompactionPicker.Begun> begun) throws IOException {
    if (begun.isPresent()) {
      boolean unused = run(begun.get());
    }
    return begun.isPresent();
  }

  private boolean run(CompactionPicker.Begun begun) throws IOException {
    counters.compactionsRunning.incrementAndGet();
    try {
      return run(begun.compaction(), begun.state());
    } finally {
      counters.compactionsRunning.decrementAndGet();
      picker.end(begun);
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
        install(compaction, List.of(), List.of());
        counters.compacted(compaction, List.of());
        yield true;
      }
    };
  }

  private RetainedVersions retained() {
    return files.format().isAtLeast(FormatVersion.VERSIONS)
        ? history.versions.pins().retained()
        : RetainedVersions.NEWEST_ONLY;
  }

  private long settled() {
    return retained().readableFrom();
  }

  private boolean merge(Compaction compaction, EngineState state) throws IOException {
    TreeLevels levels = state.version().tree(compaction.tree());
    RetainedVersions retained = retained();
    CompactionJob.Place place = new CompactionJob.Place(levels, retained);
    @Nullable List<Sstable> outputs;
    try {
      outputs = new CompactionJob(files, compaction, place, limiter, this::isHeldBack).run();
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
