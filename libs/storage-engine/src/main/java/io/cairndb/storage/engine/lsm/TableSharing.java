package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/** Changes the set of tables by links, without writing any: ingestions and splits. Thread-safe. */
final class TableSharing {
  /** Writers wait for the flush of this much without being spared another one before. */
  private static final long LEFT_BYTES = 256 << 10;

  private static final int FLUSHES_MAX = 4;

  private final EngineFiles files;
  private final StateHolder states;
  private final Lifecycle lifecycle;
  private final Names names;
  private final Compactor compactor;
  private final WritePath writes;
  private final Views views;

  /** Shared by what is under way; exclusive for the close. */
  private final ReadWriteLock underWay = new ReentrantReadWriteLock();

  /** Guarded by {@link #underWay}. */
  private boolean closed;

  /** Where tables and trees get their names. */
  record Names(ManifestKeeper manifest, TreeRegistry trees) {}

  TableSharing(
      EngineContext context, Names names, Compactor compactor, WritePath writes, Views views) {
    this.files = context.files();
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.names = names;
    this.compactor = compactor;
    this.writes = writes;
    this.views = views;
  }

  /** What is done while the engine stays open. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T whileOpen(Work<T> work) throws IOException {
    underWay.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      return work.run();
    } finally {
      underWay.readLock().unlock();
    }
  }

  /**
   * Waits for what is under way, which ends early once the engine is to be closed, and lets nothing
   * begin: a link made later would be one in the directory of whoever opens it next.
   */
  void close() {
    underWay.writeLock().lock();
    closed = true;
    underWay.writeLock().unlock();
  }

  /**
   * Returns the sequence number, which is durable. Tables of the tree lie in the order of their
   * sequence numbers, so nothing older stays in memory when the new ones are named; and no
   * compaction may use what these say before their number is durable.
   */
  long ingest(Tree tree, List<Path> tables) throws IOException {
    return whileOpen(() -> ingestOpen(tree, tables));
  }

  private long ingestOpen(Tree tree, List<Path> tables) throws IOException {
    Ingestion ingestion = new Ingestion(files, tree, lifecycle::isClosed);
    try {
      ingestion.link(tables);
      writes.flush();
      try (Compactor.Pause unused = compactor.pause(tree)) {
        flushMost();
        return writes.numbered(sequence -> install(tree, ingestion, sequence));
      }
    } catch (IOException | RuntimeException | Error e) {
      ingestion.undo(e);
      throw e;
    } finally {
      ingestion.release();
    }
  }

  /** Leaves little to be flushed while writers are held back: what they wrote during a flush. */
  private void flushMost() throws IOException {
    for (int i = 0; i < FLUSHES_MAX && states.peek().memtableBytes() > LEFT_BYTES; i++) {
      writes.flush();
    }
  }

  private void install(Tree tree, Ingestion ingestion, long sequence) {
    List<Sstable> ingested = ingestion.tablesAt(sequence);
    TreeLevels levels = states.peek().version().tree(tree.id());
    int level = ingestion.levelFor(ingested, levels);
    List<Change> changes = new ArrayList<>();
    ingested.forEach(table -> changes.add(new VersionEdit.TableAdded(level, table.meta())));
    changes.addAll(ingestion.wrapKeys(ingested));
    ingestion.beginNaming();
    edit(
        "an ingestion failed",
        changes,
        old ->
            new EngineState(
                old.active(),
                old.immutables(),
                old.version().change(tree.id(), all -> all.with(level, ingested))));
  }

  /** After any error nobody knows what the manifest says, so the engine has failed. */
  private void edit(String failure, List<Change> changes, UnaryOperator<EngineState> change) {
    try {
      names.manifest.edit(changes, () -> states.change(change));
    } catch (IOException | RuntimeException | Error e) {
      throw lifecycle.fail(failure, e);
    }
  }

  Tree split(Tree tree, byte[] key, String name) throws IOException {
    if (key.length == 0) {
      throw new IllegalArgumentException("the key to split at must not be empty");
    }
    return whileOpen(
        () -> {
          writes.flush();
          try (Compactor.Pause unused = compactor.pause(tree)) {
            return names.trees.adding(name, upper -> split(tree, key, upper));
          }
        });
  }

  private Tree split(Tree tree, byte[] key, Tree upper) throws IOException {
    EngineState state = views.acquire();
    TreeSplit split = new TreeSplit(files, key, tree, upper);
    AtomicBoolean undo = new AtomicBoolean(true);
    try {
      requireFlushed(state, tree);
      split.link(state.version().tree(tree.id()));
      writes.exclusively(
          () -> {
            requireFlushed(states.peek(), tree);
            undo.set(false);
            install(split);
          });
      return upper;
    } finally {
      split.release(undo.get());
      views.release(state);
    }
  }

  private void install(TreeSplit split) {
    edit(
        "a split failed",
        split.changes(),
        old -> new EngineState(old.active(), old.immutables(), split.apply(old.version())));
    split.dropReplaced();
  }

  private static void requireFlushed(EngineState state, Tree tree) {
    boolean written = state.active().hasEntries(tree.id());
    for (MemTable memtable : state.immutables()) {
      written |= memtable.hasEntries(tree.id());
    }
    if (written) {
      throw new IllegalStateException(
          "tree " + tree.name() + " was written while it was to be split; hold writes back");
    }
  }
}
