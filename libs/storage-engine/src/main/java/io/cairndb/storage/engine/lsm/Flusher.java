package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.wal.CommitLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns immutable memtables into tables, oldest first. Confined to the flush worker. */
final class Flusher {
  private final EngineContext context;
  private final EngineFiles files;
  private final StateHolder states;
  private final CommitLog log;
  private final SealedLogs sealedLogs;
  private final History history;
  private final Listener listener;

  /** Hears that a memtable is in tables, which is what the manifest says. */
  @FunctionalInterface
  interface Listener {
    /** {@code nanos} is how long the flush took. */
    void flushed(MemTable memtable, List<Sstable> tables, long nanos);
  }

  /** Segments that a flush makes needless go from {@code sealedLogs} to {@code log}. */
  Flusher(
      EngineContext context,
      CommitLog log,
      SealedLogs sealedLogs,
      History history,
      Listener listener) {
    this.context = context;
    this.files = context.files();
    this.states = context.states();
    this.log = log;
    this.sealedLogs = sealedLogs;
    this.history = history;
    this.listener = listener;
  }

  /** The worker's task. */
  void flushDue() {
    try {
      states.collect();
      MemTable due = due();
      while (due != null && !context.lifecycle().isOver()) {
        flush(due);
        due = due();
      }
      states.collect();
    } catch (IOException | RuntimeException | Error e) {
      context.lifecycle().fail("a flush failed", e);
    }
    context.gate().open();
  }

  /** The oldest immutable memtable, if all it holds is durable: tables show nothing else. */
  private @Nullable MemTable due() {
    List<MemTable> immutables = states.peek().immutables();
    if (immutables.isEmpty()) {
      return null;
    }
    MemTable oldest = immutables.getLast();
    boolean durable = oldest.lastSequence() <= log.published();
    return durable && (!oldest.isEmpty() || isSegmentKnown(oldest)) ? oldest : null;
  }

  /**
   * Nothing in an empty memtable tells that the log has come to its segment. If the flush came
   * first, the manifest would have given up the segment before it heard of it.
   */
  private boolean isSegmentKnown(MemTable memtable) {
    return !files.options().log().enabled()
        || history.manifest().read(it -> it.logs().contains(memtable.logNumber()));
  }

  private void flush(MemTable memtable) throws IOException {
    long start = files.clock().nanoTime();
    RetainedVersions retained = history.retained(files.format());
    List<Sstable> tables = new FlushJob(files, memtable, retained).run();
    try {
      EngineState state = states.peek();
      List<MemTable> immutables = state.immutables();
      MemTable newer =
          immutables.size() > 1 ? immutables.get(immutables.size() - 2) : state.active();
      List<Change> changes =
          new ArrayList<>(history.versions().changesFor(retained, memtable.lastSequence()));
      tables.forEach(table -> changes.add(new VersionEdit.TableAdded(0, table.meta())));
      changes.add(new VersionEdit.Flushed(memtable.lastSequence(), newer.logNumber()));
      history.manifest().edit(changes, () -> install(memtable, tables));
      sealedLogs.drop(newer.logNumber(), log, files);
    } finally {
      tables.forEach(Sstable::release);
    }
    listener.flushed(memtable, tables, files.clock().nanoTime() - start);
  }

  private void install(MemTable flushed, List<Sstable> tables) {
    states.change(
        old -> {
          List<MemTable> immutables = new ArrayList<>(old.immutables());
          immutables.remove(flushed);
          LsmVersion version = old.version();
          for (Sstable table : tables) {
            version = version.change(table.meta().tree(), tree -> tree.with(0, List.of(table)));
          }
          return new EngineState(old.active(), immutables, version);
        });
  }
}
