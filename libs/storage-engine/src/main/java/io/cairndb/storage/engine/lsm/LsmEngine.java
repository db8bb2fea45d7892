package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IntegrityStats;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.wal.CommitLog;
import io.cairndb.storage.engine.wal.GroupCommitLog;
import io.cairndb.storage.engine.wal.UnloggedCommits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A log-structured merge engine. Path of a write: {@link WriteThrottle} makes room, the batch goes
 * into the active memtable and to the {@link CommitLog}, which publishes it when durable. Full
 * memtables become tables on the flush worker; tables are merged on the compaction worker. After
 * any error in log, flush or compaction the engine takes no more writes; views keep working.
 *
 * <p>Listeners run on the log's worker; without a log, inside {@link #write}.
 */
public final class LsmEngine implements StorageEngine {
  private static final WriteListener NO_LISTENER =
      new WriteListener() {
        @Override
        public void onDurable(long sequence) {}

        @Override
        public void onFailure(EngineFailedException failure) {}
      };

  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final EngineFiles files;
  private final Closeable lock;
  private final ManifestKeeper manifest;
  private final TreeRegistry trees;
  private final StateHolder states;
  private final CommitLog log;
  private final Worker flushWorker;
  private final Compactor compactor;
  private final Scrubber scrubber;
  private final Gate gate;
  private final WriteThrottle throttle;
  private final BudgetMember budgetMember;
  private final Versions versions;
  private final PastReads past;
  private final TableSharing sharing;
  private final EngineCounters counters = new EngineCounters();
  private final SealedLogs sealedLogs;
  private final AtomicReference<@Nullable EngineFailedException> failure = new AtomicReference<>();

  /** Held while the format is being raised; taken before any other lock. */
  private final Object formatMutex = new Object();

  /** Guards the order of writes and rotations. */
  private final Object writeMutex = new Object();

  private volatile long lastSequence;
  private volatile boolean closed;

  /**
   * Opens the engine in {@code directory}, creating it when there is none.
   *
   * @throws io.cairndb.env.FileLockedException when another engine has the directory open
   * @throws io.cairndb.storage.engine.CorruptionException when files are damaged or missing;
   *     nothing has been changed then
   * @throws io.cairndb.storage.engine.UnsupportedFormatException when a newer release wrote it
   */
  public static LsmEngine open(
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
      LsmEngine engine = new LsmEngine(engineFiles, lock, recovery, noted, undo);
      engine.flushWorker.signal();
      engine.compactor.signal();
      engine.followIngested();
      engine.scrubber.start();
      return engine;
    } catch (IOException | RuntimeException | Error e) {
      undoAll(undo, e);
      throw e;
    }
  }

  /** Undoes an opening that has failed, last step first. */
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
  private LsmEngine(
      EngineFiles files, Closeable lock, Recovery recovery, Workers workers, Deque<Closeable> undo)
      throws IOException {
    this.files = files;
    this.lock = lock;
    this.lastSequence = recovery.lastSequence();
    this.sealedLogs = new SealedLogs(recovery.logBytes());
    this.gate = new Gate(files.clock());
    long firstLog = files.newNumber();
    List<MemTable> memtables = new ArrayList<>(recovery.memtablesNewestFirst(firstLog));
    this.states =
        new StateHolder(
            new EngineState(
                memtables.getFirst(), memtables.subList(1, memtables.size()), recovery.version()));
    recovery.release();
    undo.push(this::releaseState);
    Manifest opened =
        new Manifest(
            files.fileSystem(),
            files.directory(),
            recovery.catalog(),
            files::newNumber,
            files::newSalt,
            files.ciphers());
    this.manifest = new ManifestKeeper(opened, files);
    undo.push(opened::close);
    CommitLog.Owner owner = new LogOwner();
    this.log = openLog(files, firstLog, recovery.lastSequence(), workers, owner);
    undo.push(() -> abandon(log));
    if (files.options().writeAheadLog()) {
      manifest.edit(List.of(new VersionEdit.LogAdded(firstLog)), () -> {});
    }
    Recovery.deleteOrphans(files, recovery.catalog(), opened.number());
    this.versions = new Versions(files.options().versions(), recovery.times(), log::published);
    this.past = new PastReads(this, states, versions, log::published);
    beginVersions(recovery.catalog().horizon());
    this.trees = new TreeRegistry(manifest, files.policies(), recovery.catalog().trees());
    Compactor.History history = new Compactor.History(manifest, versions);
    Flusher flusher = new Flusher(files, states, log, history, new FlushOwner());
    this.flushWorker = workers.start("flush", flusher::flushDue);
    this.compactor =
        new Compactor(files, states, history, counters, gate, workers, new CompactionOwner());
    this.sharing =
        new TableSharing(
            files, states, new TableSharing.Names(manifest, trees), compactor, new SharingHost());
    this.scrubber = new Scrubber(files, states, gate, workers);
    this.throttle =
        new WriteThrottle(
            files, states, log, gate, counters, compactor, this::hasFailed, flushWorker);
    this.budgetMember =
        new BudgetMember(
            files.options().log().writeBuffers(),
            states,
            throttle,
            gate,
            this::hasFailed,
            workers,
            this::rotateIfRequested);
    undo.push(budgetMember::close);
  }

  /**
   * A crash may have come between the edit that named ingested tables and the batch that takes
   * their sequence number.
   */
  private void followIngested() {
    synchronized (writeMutex) {
      long newest = 0;
      for (Sstable table : states.peek().version().tables()) {
        newest = Math.max(newest, table.meta().sequences().largest());
      }
      while (lastSequence < newest) {
        submitEmpty(lastSequence + 1);
      }
    }
  }

  /** Tables of the first format have no versions to keep. */
  private void beginVersions(long kept) throws IOException {
    if (files.format().isAtLeast(FormatVersion.VERSIONS)) {
      List<Change> changes = versions.begin(kept, lastSequence);
      if (!changes.isEmpty()) {
        manifest.edit(changes, () -> {});
      }
    }
  }

  private static CommitLog openLog(
      EngineFiles files,
      long firstSegment,
      long lastSequence,
      Workers workers,
      CommitLog.Owner owner)
      throws IOException {
    return files.options().writeAheadLog()
        ? new GroupCommitLog(files.logSource(), firstSegment, lastSequence, workers, owner)
        : new UnloggedCommits(owner, lastSequence, files::newNumber);
  }

  private void releaseState() {
    states.release(states.peek());
    states.collect();
  }

  /** Closes the log as it is: a segment the manifest may not name must hold no frame. */
  private static void abandon(CommitLog log) throws IOException {
    log.fail(new EngineFailedException("not opened", new IOException("the opening failed")));
    log.close();
  }

  private final class FlushOwner implements Flusher.Owner {
    @Override
    public boolean isOver() {
      return hasFailed() || closed;
    }

    @Override
    public void flushed(MemTable memtable, List<Sstable> tables, long nanos) {
      throttle.flushed(
          memtable.bytes(), tables.stream().mapToLong(table -> table.meta().bytes()).sum(), nanos);
      files.options().log().writeBuffers().roomMade();
      gate.open();
      compactor.flushed(tables);
    }

    @Override
    public void logsUnneeded(long minLog) throws IOException {
      sealedLogs.drop(minLog, log, files);
    }

    @Override
    public void ended() {
      gate.open();
    }

    @Override
    public void failed(Throwable cause) {
      fail("a flush failed", cause);
    }
  }

  private final class CompactionOwner implements Compactor.Owner {
    @Override
    public boolean isOver() {
      return hasFailed() || closed;
    }

    @Override
    public void failed(Throwable cause) {
      fail("compaction failed", cause);
    }
  }

  private final class LogOwner implements CommitLog.Owner {
    @Override
    public void registerSegment(long number) throws IOException {
      manifest.edit(List.of(new VersionEdit.LogAdded(number)), () -> {});
    }

    @Override
    public void segmentSealed(long number, long bytes) {
      sealedLogs.put(number, bytes);
    }

    @Override
    public void published(long sequence) {
      gate.open();
      if (!states.peek().immutables().isEmpty()) {
        flushWorker.signal();
      }
    }

    @Override
    public void logFailed(Throwable cause) {
      fail("the log failed", cause);
    }
  }

  @Override
  public Tree tree(String name) {
    try {
      return trees.tree(name);
    } catch (IOException e) {
      throw fail("a tree could not be created", e);
    }
  }

  @Override
  public Tree tree(String name, TreeOptions options) {
    if (!options.equals(TreeOptions.DEFAULT)) {
      files.requireFormat(FormatVersion.VERSIONS, "options of a tree");
    }
    try {
      return trees.tree(name, options);
    } catch (IOException e) {
      throw fail("a tree could not be created", e);
    }
  }

  @Override
  public long write(WriteBatch batch, Durability durability, WriteListener listener) {
    trees.requireValid(batch, files);
    throttle.delay(batch);
    try {
      return writeInTurn(batch, durability, listener);
    } catch (UncheckedIOException e) {
      files.damage().tell();
      throw e;
    }
  }

  private long writeInTurn(WriteBatch batch, Durability durability, WriteListener listener) {
    synchronized (writeMutex) {
      requireWritable();
      throttle.makeRoomForWrite(batch, this::rotate);
      requireWritable();
      past.requireUnchanged(batch.reads());
      if (batch.timestamp() != 0) {
        versions.times().requireNotBefore(batch.timestamp());
      }
      long sequence = lastSequence + 1;
      try {
        insert(batch, sequence);
      } catch (RuntimeException | Error e) {
        // Half a batch may be in the memtable, where the next one would pass for the rest.
        throw fail("a write failed", e);
      }
      log.submit(batch, sequence, durability, listener);
      return sequence;
    }
  }

  private void insert(WriteBatch batch, long sequence) {
    states.peek().active().apply(batch, sequence);
    if (batch.timestamp() != 0) {
      versions.times().add(sequence, batch.timestamp());
    }
    lastSequence = sequence;
    counters.writes.lazySet(counters.writes.get() + 1);
  }

  private void requireWritable() {
    EngineFailedException failed = failure.get();
    if (failed != null) {
      throw failed.again();
    }
    requireOpen();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  private boolean hasFailed() {
    return failure.get() != null;
  }

  /** The task of the worker that rotates for the shared budget. */
  private void rotateIfRequested() {
    try {
      synchronized (writeMutex) {
        if (!closed) {
          throttle.rotateIfRequested(this::rotate);
        }
      }
    } catch (RuntimeException | Error e) {
      fail("a memtable could not be rotated", e);
    }
  }

  /** Makes the active memtable immutable and begins another; under the write lock. */
  private void rotate() {
    if (!states.peek().active().isEmpty()) {
      beginMemtable();
    }
  }

  private void beginMemtable() {
    MemTable next = files.newMemTable(log.rotate(), lastSequence);
    states.change(
        old -> {
          List<MemTable> immutables = new ArrayList<>();
          immutables.add(old.active());
          immutables.addAll(old.immutables());
          return new EngineState(next, immutables, old.version());
        });
    next.release();
    flushWorker.signal();
  }

  @Override
  public void whenDurable(WriteListener listener) {
    log.whenSettled(listener);
  }

  @Override
  public ReadView latest() {
    requireOpen();
    EngineState state = states.acquire();
    // Not the engine's newest: other writers may have gone on in a memtable this state lacks.
    return new LsmView(this, state, state.active().lastSequence());
  }

  /**
   * The state is taken before the sequence number: what tables of the state hold was durable by
   * then. A memtable rotated in between is the end of what this view sees.
   */
  @Override
  public ReadView snapshot() {
    requireOpen();
    EngineState state = states.acquire();
    long durable = log.published();
    return new LsmView(this, state, Math.min(durable, state.active().lastSequence()));
  }

  /** Notes and tells of damage that a reader met, who holds no lock, and says what to throw. */
  UncheckedIOException unreadable(IOException cause) {
    UncheckedIOException unreadable = note(cause);
    files.damage().tell();
    return unreadable;
  }

  /** As {@link #unreadable}, but leaves telling to whoever holds no lock. */
  UncheckedIOException note(IOException cause) {
    if (cause instanceof CorruptionException met) {
      boolean unused = files.damage().found(met, Finder.READ, states.peek().version());
    }
    return new UncheckedIOException(cause);
  }

  @Override
  public ReadView snapshot(long sequence) {
    requireOpen();
    return past.at(sequence);
  }

  @Override
  public Pin pin() {
    requireOpen();
    files.requireFormat(FormatVersion.VERSIONS, "pinning");
    return past.pin();
  }

  @Override
  public Pin pin(long sequence) {
    requireOpen();
    files.requireFormat(FormatVersion.VERSIONS, "pinning");
    return past.pin(sequence);
  }

  @Override
  public long sequenceAt(long timestamp) {
    return Math.min(versions.times().sequenceAt(timestamp), log.published());
  }

  @Override
  public long horizon() {
    return versions.horizon();
  }

  @Override
  public FormatVersion format() {
    return files.format();
  }

  /** The log goes on in a segment of the new format before the first batch may need it. */
  @Override
  public void raiseFormat(FormatVersion format) throws IOException {
    synchronized (formatMutex) {
      if (files.format().isAtLeast(format)) {
        return;
      }
      boolean hadVersions = files.format().isAtLeast(FormatVersion.VERSIONS);
      flush();
      raiseManifest(format);
      synchronized (writeMutex) {
        requireWritable();
        files.setFormat(format);
        beginMemtable();
      }
      flush();
      if (!hadVersions) {
        beginKeepingVersions();
      }
    }
  }

  private void raiseManifest(FormatVersion format) {
    try {
      manifest.raise(format);
    } catch (IOException e) {
      throw fail("the format could not be raised", e);
    }
  }

  private void beginKeepingVersions() {
    try {
      beginVersions(VersionEdit.HorizonMoved.NOTHING_KEPT);
    } catch (IOException e) {
      throw fail("no versions can be kept", e);
    }
  }

  void release(EngineState state) {
    if (states.release(state)) {
      if (closed) {
        states.collect();
      } else {
        flushWorker.signal();
      }
    }
  }

  @Override
  public long lastSequence() {
    return lastSequence;
  }

  @Override
  public long durableSequence() {
    return log.published();
  }

  @Override
  public void flush() throws IOException {
    long target;
    synchronized (writeMutex) {
      requireWritable();
      rotate();
      target = lastSequence;
    }
    gate.await(
        () -> states.peek().isFlushed(target) || hasFailed() || closed, FOREVER, flushWorker);
    if (!states.peek().isFlushed(target)) {
      requireWritable();
      throw new InterruptedIOException("the engine was closed during a flush");
    }
  }

  @Override
  public void compact(Tree tree) throws IOException {
    trees.require(tree);
    flush();
    CompactionRequest request = compactor.request(tree);
    gate.await(() -> request.isDone() || hasFailed() || closed, FOREVER, compactor.worker());
    if (!request.isDone()) {
      requireWritable();
      throw new InterruptedIOException("the engine was closed during a compaction");
    }
    request.requireSuccess();
  }

  @Override
  public long checkpoint(Path directory) throws IOException {
    flush();
    // The reference keeps the tables' files from being deleted before they are linked.
    Flushed flushed =
        manifest.read(catalog -> new Flushed(catalog.withoutLogs(), states.acquire()));
    try {
      return new Checkpoint(files, directory).write(flushed.catalog());
    } finally {
      release(flushed.state());
    }
  }

  /** What is in tables, and a state with a reference to these. */
  private record Flushed(Catalog catalog, EngineState state) {}

  @Override
  public long ingest(Tree tree, List<Path> tables) throws IOException {
    requireWritable();
    files.requireFormat(FormatVersion.VERSIONS, "ingesting");
    trees.require(tree);
    return sharing.ingest(tree, tables);
  }

  /** Puts an empty batch under a number that the manifest has given to ingested tables. */
  private void submitEmpty(long sequence) {
    WriteBatch empty = new WriteBatch();
    insert(empty, sequence);
    log.submit(empty, sequence, Durability.SYNC, NO_LISTENER);
  }

  private void awaitDurable(long sequence) throws IOException {
    gate.await(() -> log.published() >= sequence || hasFailed() || closed, FOREVER, flushWorker);
    if (log.published() < sequence) {
      requireWritable();
      throw new InterruptedIOException("the engine was closed during an ingestion");
    }
  }

  @Override
  public Tree split(Tree tree, byte[] key, String name) throws IOException {
    requireWritable();
    files.requireFormat(FormatVersion.VERSIONS, "splitting");
    trees.require(tree);
    return sharing.split(tree, key, name);
  }

  private final class SharingHost implements TableSharing.Host {
    @Override
    public void flush() throws IOException {
      LsmEngine.this.flush();
    }

    @Override
    public long write(TableSharing.Write write) throws IOException {
      long sequence;
      synchronized (writeMutex) {
        LsmEngine.this.flush();
        awaitDurable(lastSequence);
        sequence = lastSequence + 1;
        write.at(sequence);
        submitNamed(sequence);
      }
      awaitDurable(sequence);
      return sequence;
    }

    private void submitNamed(long sequence) {
      try {
        submitEmpty(sequence);
      } catch (RuntimeException | Error e) {
        throw LsmEngine.this.fail("an ingestion failed", e);
      }
    }

    @Override
    public void exclusively(Runnable change) {
      synchronized (writeMutex) {
        requireWritable();
        change.run();
      }
    }

    @Override
    public void release(EngineState state) {
      LsmEngine.this.release(state);
    }

    @Override
    public EngineFailedException fail(String what, Throwable cause) {
      return LsmEngine.this.fail(what, cause);
    }
  }

  @Override
  public EngineStats stats() {
    EngineState state = states.peek();
    List<Sstable> tables = state.version().tables();
    return new EngineStats(
        state.memtableBytes(),
        files.memtableMemoryBytes(),
        tables.stream().mapToLong(table -> table.meta().bytes()).sum(),
        tables.size(),
        new IntegrityStats(
            DamageLog.in(state.version()), scrubber.stats(), KeyRotation.seals(files, tables)),
        counters.writes.get(),
        counters.flushes.get(),
        compactor.stats(state.version()),
        files.cache().stats(),
        versions.stats(lastSequence, tables),
        counters.log(log, sealedLogs.bytes()));
  }

  /** The master keys of the engine's files. */
  public KeyRotation keys() {
    return new KeyRotation(files, states, manifest, this::turnLog, this::fail);
  }

  /** Goes on in a segment begun after this call, with everything before it in tables. */
  private void turnLog() throws IOException {
    // The segment that follows may have been made ready before.
    for (int turn = 0; turn < 2; turn++) {
      synchronized (writeMutex) {
        requireWritable();
        beginMemtable();
      }
      flush();
    }
  }

  /** Ends all writing for good; the first cause is the one reported. */
  private EngineFailedException fail(String what, Throwable cause) {
    EngineFailedException failed = EngineFailedException.of(what, files.directory(), cause);
    if (failure.compareAndSet(null, failed)) {
      log.fail(failed);
      gate.open();
    }
    return failed;
  }

  @Override
  public void close() throws IOException {
    synchronized (writeMutex) {
      if (closed) {
        return;
      }
      closed = true;
    }
    gate.open();
    sharing.close();
    budgetMember.close();
    try {
      log.close();
    } finally {
      flushWorker.close();
      compactor.close();
      scrubber.close();
      release(states.peek());
      states.collect();
      files.releaseMemory();
      try {
        manifest.close();
      } finally {
        lock.close();
      }
    }
  }
}
