package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prepared tables on their way into a tree. Steps: check every block; link the files into the
 * engine's directory under numbers of its own; then, as one edit, name them in the manifest under
 * one sequence number. Until that edit a crash leaves unnamed links, which the next opening
 * deletes.
 */
final class Ingestion {
  private final EngineFiles files;
  private final Tree tree;
  private final List<SstableMeta> linked = new ArrayList<>();
  private boolean named;

  Ingestion(EngineFiles files, Tree tree) {
    this.files = files;
    this.tree = tree;
  }

  /** Checks the prepared tables and links them. Throws when one of them is not fit. */
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
    }
    linked.sort((a, b) -> Arrays.compareUnsigned(a.smallest(), b.smallest()));
    for (int i = 1; i < linked.size(); i++) {
      if (linked.get(i).overlaps(linked.get(i - 1).keys())) {
        throw new IllegalArgumentException(
            "the tables to ingest share keys: " + prepared + "; merge them first");
      }
    }
    files.fileSystem().syncDirectory(files.directory());
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
      }
      if (entries != meta.entries()) {
        throw new CorruptionException(
            path, 0, entries + " entries where the properties say " + meta.entries());
      }
    } finally {
      table.release();
    }
  }

  /** The tables as they are at {@code sequence}, open. */
  List<Sstable> openAt(long sequence) throws IOException {
    List<Sstable> opened = new ArrayList<>();
    boolean complete = false;
    try {
      for (SstableMeta meta : linked) {
        opened.add(files.openTable(meta.at(sequence)));
      }
      complete = true;
      return opened;
    } finally {
      if (!complete) {
        opened.forEach(Sstable::release);
      }
    }
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

  /** From now on the manifest may name the links, whatever it says of the attempt. */
  void beginNaming() {
    named = true;
  }

  /** Deletes the links unless the manifest may name them. */
  void end() throws IOException {
    if (named) {
      return;
    }
    for (SstableMeta meta : linked) {
      files.fileSystem().delete(files.table(meta.number()));
    }
    linked.clear();
  }
}
