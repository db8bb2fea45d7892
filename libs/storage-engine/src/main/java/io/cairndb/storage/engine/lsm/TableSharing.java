package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Changes the set of tables by links, without writing any: ingestions and splits. Thread-safe. */
final class TableSharing {
  private final EngineFiles files;
  private final StateHolder states;
  private final Names names;
  private final Compactor compactor;
  private final Host host;

  /** Shared by what is under way; exclusive for the close. */
  private final ReadWriteLock underWay = new ReentrantReadWriteLock();

  /** Guarded by {@link #underWay}. */
  private boolean closed;

  /** Where tables and trees get their names. */
  record Names(ManifestKeeper manifest, TreeRegistry trees) {}

  /** Something that is done under the next sequence number, while nobody writes. */
  @FunctionalInterface
  interface Write {
    /** Returns false when it could not be done now. */
    boolean at(long sequence) throws IOException;
  }

  /** The engine. */
  interface Host {
    void flush() throws IOException;

    /** The number under which it was done, taken by an empty batch; empty when it was not. */
    OptionalLong write(Write write) throws IOException;

    void release(EngineState state);

    EngineFailedException fail(String what, IOException cause);
  }

  TableSharing(EngineFiles files, StateHolder states, Names names, Compactor compactor, Host host) {
    this.files = files;
    this.states = states;
    this.names = names;
    this.compactor = compactor;
    this.host = host;
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

  /** Returns the sequence number, whose batch is on its way to the log. */
  long ingest(Tree tree, List<Path> tables) throws IOException {
    return whileOpen(() -> ingestOpen(tree, tables));
  }

  private long ingestOpen(Tree tree, List<Path> tables) throws IOException {
    Ingestion ingestion = new Ingestion(files, tree);
    boolean undo = true;
    try {
      ingestion.link(tables);
      OptionalLong sequence = name(ingestion, tree);
      while (sequence.isEmpty()) {
        // What memtables hold of the same keys is older and must come to lie below.
        host.flush();
        sequence = name(ingestion, tree);
      }
      undo = false;
      return sequence.getAsLong();
    } catch (EngineFailedException e) {
      undo = false;
      throw e;
    } finally {
      if (undo) {
        ingestion.undo();
      }
    }
  }

  private OptionalLong name(Ingestion ingestion, Tree tree) throws IOException {
    try (Compactor.Pause unused = compactor.pause()) {
      return host.write(
          sequence -> {
            boolean free = !ingestion.overlaps(states.peek());
            if (free) {
              install(tree, ingestion.openAt(sequence));
            }
            return free;
          });
    }
  }

  private void install(Tree tree, List<Sstable> ingested) {
    TreeLevels levels = states.peek().version().tree(tree.id());
    // Tables of time windows expire in the order of level 0.
    boolean leveled = files.policies().of(tree.id()).isLeveled();
    int level = leveled ? Ingestion.levelFor(ingested, levels) : 0;
    List<Change> changes = new ArrayList<>();
    ingested.forEach(table -> changes.add(new VersionEdit.TableAdded(level, table.meta())));
    try {
      names.manifest.edit(
          changes,
          () ->
              states.change(
                  old ->
                      new EngineState(
                          old.active(),
                          old.immutables(),
                          old.version().change(tree.id(), all -> all.with(level, ingested)))));
    } catch (IOException e) {
      throw host.fail("an ingestion failed", e);
    } finally {
      ingested.forEach(Sstable::release);
    }
  }

  Tree split(Tree tree, byte[] key, String name) throws IOException {
    if (key.length == 0) {
      throw new IllegalArgumentException("the key to split at must not be empty");
    }
    return whileOpen(
        () -> {
          host.flush();
          try (Compactor.Pause unused = compactor.pause()) {
            return names.trees.adding(name, upper -> split(tree, key, upper));
          }
        });
  }

  private Tree split(Tree tree, byte[] key, Tree upper) throws IOException {
    EngineState state = states.acquire();
    TreeSplit split = new TreeSplit(files, key, tree, upper);
    boolean undo = true;
    try {
      requireFlushed(state, tree);
      split.link(state.version().tree(tree.id()));
      undo = false;
      install(split);
      return upper;
    } finally {
      split.release(undo);
      host.release(state);
    }
  }

  /** After an error nobody knows what the manifest says, so the links stay for the next opening. */
  private void install(TreeSplit split) {
    try {
      names.manifest.edit(
          split.changes(),
          () -> {
            states.change(
                old -> new EngineState(old.active(), old.immutables(), split.apply(old.version())));
            split.dropReplaced();
          });
    } catch (IOException e) {
      throw host.fail("a split failed", e);
    }
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
