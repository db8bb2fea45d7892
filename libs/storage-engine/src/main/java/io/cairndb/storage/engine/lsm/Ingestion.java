package io.cairndb.storage.engine.lsm;

import io.cairndb.env.AppendableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.FileCipher;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Prepared tables on their way into a tree. Steps: check every block; link the files into the
 * engine's directory under numbers of its own; then, as one edit, name them in the manifest under
 * one sequence number. Until that edit a crash leaves unnamed links, which the next opening
 * deletes.
 */
final class Ingestion {
  private final EngineFiles files;
  private final Tree tree;
  private final BooleanSupplier closing;
  private final List<SstableMeta> linked = new ArrayList<>();
  private final List<Sstable> opened = new ArrayList<>();
  private boolean named;

  /** {@code closing} tells that the engine is to be closed, which waits for this. */
  Ingestion(EngineFiles files, Tree tree, BooleanSupplier closing) {
    this.files = files;
    this.tree = tree;
    this.closing = closing;
  }

  /** Checks the prepared tables, links and opens them. Throws when one of them is not fit. */
  void link(List<Path> prepared) throws IOException {
    for (Path path : prepared) {
      SstableMeta found = describe(path);
      if (found.sequences().largest() != 0) {
        throw new IllegalArgumentException(
            path + " belongs to an engine; only prepared tables can be ingested");
      }
      check(path, found);
      long number = files.newNumber();
      files.fileSystem().link(path, files.table(number));
      linked.add(
          new SstableMeta(number, tree.id(), found.bytes(), found.contents(), found.keys(), found));
      sync(path, files.table(number));
    }
    linked.sort((a, b) -> Arrays.compareUnsigned(a.smallest(), b.smallest()));
    for (int i = 1; i < linked.size(); i++) {
      if (linked.get(i).overlaps(linked.get(i - 1).keys())) {
        throw new IllegalArgumentException(
            "the tables to ingest share keys: " + prepared + "; merge them first");
      }
    }
    files.fileSystem().syncDirectory(files.directory());
    for (SstableMeta meta : linked) {
      opened.add(files.openTable(meta));
    }
  }

  /** Whoever put the table there may have copied it. */
  private void sync(Path prepared, Path link) throws IOException {
    try (AppendableFile file = files.fileSystem().openForAppend(link)) {
      file.sync();
    } catch (AccessDeniedException e) {
      AccessDeniedException denied =
          new AccessDeniedException(
              prepared.toString(), null, "a table to ingest must be writable, to be synced");
      denied.initCause(e);
      throw denied;
    }
  }

  private SstableMeta describe(Path path) throws IOException {
    try (TableInspector table = TableInspector.open(files.fileSystem(), path, files.ciphers())) {
      if (!files.format().isAtLeast(table.format())) {
        throw new IllegalStateException(
            path
                + " is written in format "
                + table.format().number()
                + ", the engine in "
                + files.format().number());
      }
      return table.describe(table.salt());
    }
  }

  private void check(Path path, SstableMeta meta) throws IOException {
    Sstable table = Sstable.open(files.fileSystem(), path, meta, files.cache(), files.ciphers());
    try (EntryCursor cursor = table.versions(ReadPattern.SCAN)) {
      long entries = 0;
      for (cursor.seekToFirst(); cursor.isValid(); cursor.next()) {
        entries++;
        if (closing.getAsBoolean()) {
          throw new InterruptedIOException("the engine was closed during an ingestion");
        }
      }
      if (entries != meta.entries()) {
        throw new CorruptionException(
            path, 0, entries + " entries where the properties say " + meta.entries());
      }
    } finally {
      table.release();
    }
  }

  /** The tables as they are at {@code sequence}; reads no file. To be called once. */
  List<Sstable> tablesAt(long sequence) {
    opened.replaceAll(table -> table.at(sequence));
    return List.copyOf(opened);
  }

  /** Gives up the references of the opening. */
  void release() {
    opened.forEach(Sstable::release);
  }

  /**
   * The deepest level that leaves them above everything they overlap; the only one of a tree that
   * has no others.
   */
  int levelFor(List<Sstable> tables, TreeLevels levels) {
    if (!files.policies().of(tree.id()).isLeveled()) {
      return 0;
    }
    int level = 0;
    while (level < Catalog.LEVELS && !overlapsAny(tables, levels, level)) {
      level++;
    }
    return Math.max(0, level - 1);
  }

  private static boolean overlapsAny(List<Sstable> tables, TreeLevels levels, int level) {
    return tables.stream()
        .anyMatch(table -> !levels.overlapping(level, table.meta().keys()).isEmpty());
  }

  /**
   * Wraps the keys of tables by the active one if they were made under another: what a rotation
   * left behind must not come back with them. Returns what the manifest has to say.
   */
  List<Change> wrapKeys(List<Sstable> tables) {
    List<Change> changes = new ArrayList<>();
    for (Sstable table : tables) {
      FileCipher cipher = table.cipher();
      Path path = files.table(table.meta().number());
      WrappedKey wrapped = cipher == null ? null : files.ciphers().rewrap(path, cipher);
      if (wrapped != null) {
        files.ciphers().replace(path, wrapped);
        changes.add(new VersionEdit.TableKeyed(table.meta().number(), wrapped.encode()));
      }
    }
    return changes;
  }

  /** From now on the manifest may name the links, whatever it says of the attempt. */
  void beginNaming() {
    named = true;
  }

  /** Deletes the links after {@code failure}, unless the manifest may name them. */
  void undo(Throwable failure) {
    if (!named) {
      linked.forEach(meta -> files.unlinkTable(meta.number(), failure));
    }
  }
}
