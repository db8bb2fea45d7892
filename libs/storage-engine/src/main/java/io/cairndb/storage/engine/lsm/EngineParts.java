package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.RepairMark;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.wal.CommitLog;
import io.cairndb.storage.engine.wal.GroupCommitLog;
import io.cairndb.storage.engine.wal.UnloggedCommits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The parts of one open engine, and what they tell each other. Opens them in the order in which
 * they need each other: files, state, manifest, log, flushes, compactions, writes, and the rest. An
 * opening that fails is undone, last step first. Immutable once open; each part is thread-safe.
 */
final class EngineParts {
  private final Closeable lock;
  private final Worker flushWorker;
  private final WriteThrottle throttle;
  private final BudgetMember budgetMember;
  final EngineContext context;
  final EngineFiles files;
  final StateHolder states;
  final long repairId;
  final Lifecycle lifecycle;
  final ManifestKeeper manifest;
  final SealedLogs sealedLogs;
  final CommitLog log;
  final Versions versions;
  final TreeRegistry trees;
  final Views views;
  final PastReads past;
  final Compactor compactor;
  final WritePath writes;
  final TableSharing sharing;
  final FormatUpgrade formats;
  final Scrubber scrubber;

  /** As {@link LsmEngine#open}. */
  static EngineParts open(
      FileSystem files, Path directory, EngineOptions options, Clock clock, Workers workers)
      throws IOException {
    files.createDirectories(directory);
    Closeable lock = files.lock(directory.resolve(FileNames.LOCK));
    Deque<Closeable> undo = new ArrayDeque<>();
    undo.push(lock);
    try {
      EngineFiles engineFiles = new EngineFiles(files, directory, options, clock);
      undo.push(engineFiles::releaseMemory);
      Recovery recovery = Recovery.run(engineFiles);
      undo.push(recovery::release);
      Workers noted =
          (name, task) -> {
            Worker worker = workers.start(name, task);
            undo.push(worker::close);
            return worker;
          };
      EngineParts parts = new EngineParts(engineFiles, lock, recovery, noted, undo);
      parts.start();
      return parts;
    } catch (IOException | RuntimeException | Error e) {
      undoAll(undo, e);
      throw e;
    }
  }

  private static void undoAll(Deque<Closeable> undo, Throwable failure) {
    for (Closeable step : undo) {
      try {
        step.close();
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Every step that must not be left half done is pushed on {@code undo}. */
  private EngineParts(
      EngineFiles files, Closeable lock, Recovery recovery, Workers workers, Deque<Closeable> undo)
      throws IOException {
    this.files = files;
    this.lock = lock;
    this.lifecycle = new Lifecycle(files.directory(), this::failed);
    this.repairId = RepairMark.read(files.fileSystem(), files.directory());
    long firstLog = files.newNumber();
    this.states = new StateHolder(firstState(recovery, firstLog));
    recovery.release();
    undo.push(this::releaseState);
    this.context =
        new EngineContext(files, states, lifecycle, new Gate(files.clock()), new EngineCounters());
    Manifest opened = openManifest(files, recovery);
    this.manifest = new ManifestKeeper(opened, files);
    undo.push(opened::close);
    this.sealedLogs = new SealedLogs(recovery.logBytes());
    this.log = openLog(firstLog, recovery.lastSequence(), workers);
    undo.push(this::abandonLog);
    if (files.options().log().enabled()) {
      manifest.edit(List.of(new VersionEdit.LogAdded(firstLog)), () -> {});
    }
    Recovery.deleteOrphans(files, recovery.catalog(), opened.number());
    this.versions = new Versions(files.options().versions(), recovery.times(), log::published);
    History history = new History(manifest, versions);
    history.begin(files.format(), recovery.catalog().horizon(), recovery.lastSequence());
    this.trees = new TreeRegistry(manifest, files.policies(), recovery.catalog().trees());
    Flusher flusher = new Flusher(context, log, sealedLogs, history, this::flushed);
    this.flushWorker = workers.start("flush", flusher::flushDue);
    this.views = new Views(context, log, flushWorker);
    this.past = new PastReads(views, versions, log::published);
    this.compactor = new Compactor(context, history, workers);
    this.throttle = new WriteThrottle(context, log, compactor, flushWorker);
    this.writes =
        new WritePath(
            context, log, throttle, flushWorker, recovery.times(), past, recovery.lastSequence());
    this.sharing =
        new TableSharing(
            context, new TableSharing.Names(manifest, trees), compactor, writes, views);
    this.formats = new FormatUpgrade(context, history, writes);
    this.scrubber = new Scrubber(context, workers);
    this.budgetMember = new BudgetMember(context, throttle, workers, writes::rotateIfRequested);
    undo.push(budgetMember::close);
  }

  private static EngineState firstState(Recovery recovery, long firstLog) {
    List<MemTable> memtables = new ArrayList<>(recovery.memtablesNewestFirst(firstLog));
    return new EngineState(
        memtables.getFirst(), memtables.subList(1, memtables.size()), recovery.version());
  }

  private static Manifest openManifest(EngineFiles files, Recovery recovery) throws IOException {
    return new Manifest(
        files.fileSystem(),
        files.directory(),
        recovery.catalog(),
        files::newNumber,
        files::newSalt,
        files.ciphers());
  }

  private CommitLog openLog(long firstSegment, long lastSequence, Workers workers)
      throws IOException {
    CommitLog.Owner owner = new LogOwner();
    return files.options().log().enabled()
        ? new GroupCommitLog(files.logSource(), firstSegment, lastSequence, workers, owner)
        : new UnloggedCommits(owner, lastSequence, files::newNumber);
  }

  /** Closes the log as it is: a segment the manifest may not name must hold no frame. */
  private void abandonLog() throws IOException {
    log.fail(new EngineFailedException("not opened", new IOException("the opening failed")));
    log.close();
  }

  private void releaseState() {
    states.release(states.peek());
    states.collect();
  }

  private void start() throws IOException {
    writes.follow(newestInTables());
    flushWorker.signal();
    compactor.signal();
    scrubber.start();
  }

  private long newestInTables() {
    long newest = 0;
    for (Sstable table : states.peek().version().tables()) {
      newest = Math.max(newest, table.meta().sequences().largest());
    }
    return newest;
  }

  private void failed(EngineFailedException failure) {
    log.fail(failure);
    context.gate().open();
  }

  private void flushed(MemTable memtable, List<Sstable> tables, long nanos) {
    throttle.flushed(
        memtable.bytes(), tables.stream().mapToLong(table -> table.meta().bytes()).sum(), nanos);
    files.options().memory().writeBuffers().roomMade();
    context.gate().open();
    compactor.flushed(tables);
  }

  private final class LogOwner implements CommitLog.Owner {
    @Override
    public void registerSegment(long number) throws IOException {
      manifest.edit(List.of(new VersionEdit.LogAdded(number)), () -> {});
      signalFlush();
    }

    /** What is waiting may be due now. */
    private void signalFlush() {
      if (!states.peek().immutables().isEmpty()) {
        flushWorker.signal();
      }
    }

    @Override
    public void segmentSealed(long number, long bytes) {
      sealedLogs.put(number, bytes);
    }

    @Override
    public void published(long sequence) {
      context.gate().open();
      signalFlush();
    }

    @Override
    public void logFailed(Throwable cause) {
      lifecycle.fail("the log failed", cause);
    }
  }

  /** Ends every part, once no write can begin any more: what others need ends after them. */
  void close() throws IOException {
    context.gate().open();
    sharing.close();
    budgetMember.close();
    try {
      log.close();
    } finally {
      flushWorker.close();
      compactor.close();
      scrubber.close();
      releaseState();
      files.releaseMemory();
      try {
        manifest.close();
      } finally {
        lock.close();
      }
    }
  }
}
