package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.compaction.Moment;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Has compactions run on its own workers: slices of a large one under way first, then requests,
 * then what is most due; when nothing is, it waits to be told, or for the time at which something
 * will be. How one is run is {@link CompactionRunner}'s affair. Thread-safe.
 */
final class Compactor implements CompactionBacklog {
  /** What becomes due within this is compacted together. */
  private static final long WAKE_MILLIS_MIN = 1_000;

  /** The wall clock may be set meanwhile, so it is looked at now and then. */
  private static final long WAKE_MILLIS_MAX = 3_600_000;

  private final EngineContext context;
  private final EngineFiles files;
  private final StateHolder states;
  private final History history;
  private final EngineCounters counters;
  private final Gate gate;
  private final Lifecycle lifecycle;
  private final CompactionPicker picker;
  private final CompactionPacer pacer;
  private final List<Worker> workers = new ArrayList<>();
  private final Queue<CompactionRequest> requests = new ConcurrentLinkedQueue<>();
  private final CompactionRunner runner;
  private volatile boolean stopped;

  Compactor(EngineContext context, History history, Workers workers) {
    this.context = context;
    this.files = context.files();
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.gate = context.gate();
    this.counters = context.counters();
    this.history = history;
    this.picker = new CompactionPicker(files.options().compaction(), states, files.policies());
    this.pacer = new CompactionPacer(files.options().compaction(), files.clock());
    this.runner = new CompactionRunner(context, history, pacer, new Workforce());
    for (int i = 0; i < files.options().compaction().workers(); i++) {
      this.workers.add(workers.start("compaction-" + i, this::compactDue));
    }
  }

  private final class Workforce implements CompactionRunner.Crew {
    @Override
    public int size() {
      return workers.size();
    }

    @Override
    public Worker awaited() {
      return worker();
    }

    @Override
    public void signalOthers() {
      Compactor.this.signalOthers();
    }

    @Override
    public boolean isCancelled(Compaction compaction) {
      return picker.isHeld(compaction.tree()) || isOver();
    }
  }

  /** As {@code StorageEngine.compact}, of what is in tables. */
  void compact(Tree tree) throws IOException {
    CompactionRequest request = new CompactionRequest(tree);
    requests.add(request);
    signal();
    context.await(request::isDone, worker(), "a compaction");
    request.requireSuccess();
  }

  /** Holds the compactions of a tree back until it is closed. */
  interface Pause extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Ends compactions of {@code tree} in progress without a result, and begins none until the pause
   * is over. Pauses of one tree come one after another.
   */
  Pause pause(Tree tree) {
    return pause(tree.id());
  }

  /** As the other, of all trees there are. */
  Pause pauseAll() {
    Deque<Pause> held = new ArrayDeque<>();
    boolean all = false;
    try {
      for (int tree = 0; tree < states.peek().version().treeLimit(); tree++) {
        held.push(pause(tree));
      }
      all = true;
      return () -> held.forEach(Pause::close);
    } finally {
      if (!all) {
        held.forEach(Pause::close);
      }
    }
  }

  private Pause pause(int tree) {
    boolean held = gate.await(() -> picker.hold(tree) || isOver(), worker());
    pacer.wake();
    // Writers do not wait for compactions now.
    gate.open();
    boolean ended = gate.await(() -> !picker.isBusy(tree) || isOver(), worker());
    if (!held || !ended) {
      throw new IllegalStateException("compactions of tree " + tree + " do not end");
    }
    return () -> {
      picker.letGo(tree);
      gate.open();
      signal();
    };
  }

  private boolean isOver() {
    return stopped || lifecycle.isOver();
  }

  @Override
  public long pendingBytes(LsmVersion version) {
    return picker.pendingBytes(version);
  }

  @Override
  public double expectedLevelZero(LsmVersion version) {
    return picker.expectedLevelZero(version);
  }

  @Override
  public boolean isHeldBack() {
    return picker.isHolding();
  }

  @Override
  public int windowTables(LsmVersion version) {
    return picker.windowTables(version);
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
      while (worked && !isOver()) {
        try {
          worked = compactOnce();
        } finally {
          files.damage().tell();
        }
        states.collect();
        gate.open();
      }
      wakeWhenDue();
    } catch (IOException | RuntimeException | Error e) {
      stopped = true;
      lifecycle.fail("compaction failed", e);
    }
    gate.open();
  }

  /** Nothing is due now; time alone may change that. */
  private void wakeWhenDue() {
    Moment moment = moment();
    long due = picker.nextDueMillis(moment);
    if (due != Moment.NEVER && !isOver()) {
      long wait = Math.clamp(due - moment.nowMillis(), WAKE_MILLIS_MIN, WAKE_MILLIS_MAX);
      worker().signalAfter(Duration.ofMillis(wait));
    }
  }

  private boolean compactOnce() throws IOException {
    if (runner.helpWithSlices()) {
      return true;
    }
    CompactionRequest request = requests.peek();
    if (request == null) {
      return runIfPresent(picker.begin(-1, moment()));
    }
    int tree = request.tree().id();
    if (!request.take()) {
      return runIfPresent(picker.begin(tree, moment()));
    }
    CompactionPicker.Everything everything = picker.beginEverything(tree, moment());
    if (everything.busy() || request.isDone()) {
      everything.begun().ifPresent(picker::end);
      request.giveBack();
      return runIfPresent(picker.begin(tree, moment()));
    }
    serve(request, everything.begun());
    return true;
  }

  private void serve(CompactionRequest request, Optional<CompactionPicker.Begun> everything)
      throws IOException {
    @Nullable Damage obstacle =
        everything.map(begun -> DamageLog.firstIn(begun.compaction())).orElse(null);
    boolean done;
    if (obstacle != null) {
      picker.end(everything.orElseThrow());
      done = true;
    } else {
      // Of a tree of time windows there may be more to do.
      done =
          everything.isEmpty()
              || (run(everything.get()) && everything.get().compaction().pick().isRequested());
    }
    if (done) {
      boolean unused = requests.remove(request);
      request.end(obstacle);
    }
    request.giveBack();
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
      return runner.run(begun.compaction(), begun.state());
    } finally {
      counters.compactionsRunning.decrementAndGet();
      picker.end(begun);
      signalOthers();
    }
  }

  private void adapt() {
    LsmVersion version = states.peek().version();
    int expected = Math.max((int) Math.ceil(expectedLevelZero(version)), windowTables(version));
    pacer.adapt(counters.writeAmplification(), expected, pendingBytes(version));
  }

  /** What could not run beside something may do so now, or has something to help with. */
  private void signalOthers() {
    if (workers.size() > 1) {
      signal();
    }
  }

  private Moment moment() {
    RetainedVersions retained = history.retained(files.format());
    return new Moment(
        retained.readableFrom(), retained.newestPin(), files.clock().currentTimeMillis());
  }
}
