package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads every file of an engine and says what is wrong with it; changes nothing but the lock file.
 * Holds one block of one table, or one log segment, in memory. Confined to one thread.
 */
public final class EngineVerifier {
  private final FileSystem files;
  private final Path directory;
  private final Ciphers ciphers;
  private final Consumer<Finding> listener;
  private final Progress progress;
  private int damages;
  private int notes;
  private int tables;
  private long entries;
  private long doneBytes;
  private long totalBytes;

  /**
   * What was found.
   *
   * @param damages findings that mean lost or wrong data
   * @param notes findings that do not
   * @param tables live tables
   * @param entries in live tables, as the manifest tells
   * @param bytes read
   */
  public record Result(int damages, int notes, int tables, long entries, long bytes) {
    /** Whether no data is missing or wrong. */
    public boolean isWhole() {
      return damages == 0;
    }
  }

  /** A verifier of one engine; {@code findings} hears each finding. */
  public EngineVerifier(EngineLocation engine, Consumer<Finding> findings, Progress progress) {
    this.files = engine.files();
    this.directory = engine.directory();
    this.ciphers = new Ciphers(engine.keyring());
    this.listener = findings;
    this.progress = progress;
  }

  /**
   * Reads everything.
   *
   * @throws io.cairndb.env.FileLockedException when an engine or a tool has the directory
   * @throws NoSuchFileException when no engine is there
   * @throws io.cairndb.storage.engine.UnsupportedFormatException when a newer release wrote it
   */
  public Result run() throws IOException {
    try (Closeable lock = EngineDirectory.lock(files, directory)) {
      for (String name : files.list(directory)) {
        boolean data = FileNames.isData(name);
        totalBytes += data ? files.size(directory.resolve(name)) : 0;
      }
      Optional<Catalog> catalog = catalog();
      if (catalog.isPresent()) {
        verify(catalog.get());
      }
      return new Result(damages, notes, tables, entries, doneBytes);
    }
  }

  private void found(Finding finding) {
    if (finding.kind() == Finding.Kind.DAMAGE) {
      damages++;
    } else {
      notes++;
    }
    listener.accept(finding);
  }

  private Optional<Catalog> catalog() throws IOException {
    try {
      Optional<Catalog> catalog = Manifest.load(files, directory, ciphers);
      if (catalog.isEmpty()) {
        throw EngineDirectory.noEngine(files, directory);
      }
      return catalog;
    } catch (CorruptionException e) {
      found(Finding.damage(e));
      return Optional.empty();
    }
  }

  private void verify(Catalog catalog) throws IOException {
    for (TableAdded added : catalog.tables()) {
      tables++;
      entries += added.table().entries();
      table(catalog, added);
    }
    levels(catalog);
    logs(catalog);
    orphans(catalog);
  }

  private void table(Catalog catalog, TableAdded added) throws IOException {
    SstableMeta meta = added.table();
    Path path = FileNames.table(directory, meta.number());
    progress.at(path, doneBytes, totalBytes);
    if (!catalog.trees().containsKey(meta.tree())) {
      found(Finding.damage(path, 0, "the manifest has no tree " + meta.tree()));
    }
    try (TableInspector inspector = TableInspector.open(files, path, ciphers)) {
      boolean unused =
          new TableCheck(path, inspector, this::found, bytes -> read(path, bytes)).run(meta);
    } catch (NoSuchFileException e) {
      found(Finding.damage(path, 0, "the manifest names this file, but it is missing"));
    } catch (CorruptionException e) {
      found(unreadable(path, meta.ofFile().bytes(), e));
    } catch (UnsupportedFormatException e) {
      found(Finding.foreignFormat(path));
    }
  }

  /** What a file has at its end is missing from one that was cut off: better said by its length. */
  private Finding unreadable(Path path, long expected, CorruptionException reason)
      throws IOException {
    long length = files.size(path);
    return length == expected
        ? Finding.damage(reason)
        : Finding.damage(
            path, Math.min(length, expected), "length is " + length + ", not " + expected);
  }

  private void read(Path path, long bytes) {
    doneBytes += bytes;
    progress.at(path, doneBytes, totalBytes);
  }

  /** Below level 0 the tables of a tree are disjoint. */
  private void levels(Catalog catalog) {
    List<TableAdded> ordered =
        catalog.tables().stream()
            .filter(added -> added.level() > 0)
            .sorted(
                Comparator.comparingInt((TableAdded added) -> added.table().tree())
                    .thenComparingInt(TableAdded::level)
                    .thenComparing(added -> added.table().smallest(), Arrays::compareUnsigned))
            .toList();
    for (int i = 1; i < ordered.size(); i++) {
      SstableMeta upper = ordered.get(i).table();
      SstableMeta lower = ordered.get(i - 1).table();
      boolean sameLevel =
          upper.tree() == lower.tree() && ordered.get(i).level() == ordered.get(i - 1).level();
      if (sameLevel && lower.overlaps(upper.keys())) {
        Path path = FileNames.table(directory, upper.number());
        String detail = "overlaps table " + lower.number() + " of level " + ordered.get(i).level();
        found(Finding.damage(path, 0, detail));
      }
    }
  }

  private void logs(Catalog catalog) throws IOException {
    LogReplay replay =
        new LogReplay(files, ciphers, catalog.flushedSequence(), new KnownTrees(catalog));
    for (long number : catalog.logs()) {
      Path path = FileNames.log(directory, number);
      progress.at(path, doneBytes, totalBytes);
      try {
        boolean newest = number == catalog.logs().last();
        FrameReader.Result result = replay.read(path, number, newest);
        read(path, result.fileBytes());
        if (result.torn()) {
          long left = result.fileBytes() - result.validBytes();
          String detail = left + " bytes of a torn tail or of what the file held before";
          found(Finding.note(path, result.validBytes(), detail));
        }
      } catch (CorruptionException e) {
        found(Finding.damage(e));
        // What follows would only be reported as not following.
        break;
      }
    }
  }

  private void orphans(Catalog catalog) throws IOException {
    for (String name : files.list(directory)) {
      Path path = directory.resolve(name);
      OptionalLong table = FileNames.tableNumber(name);
      OptionalLong log = FileNames.logNumber(name);
      if (table.isPresent() && !catalog.hasTable(table.getAsLong())) {
        found(Finding.note(path, 0, "a table the manifest does not name"));
      }
      if (log.isPresent() && !catalog.logs().contains(log.getAsLong())) {
        orphanLog(path, log.getAsLong(), catalog.minLog());
      }
    }
  }

  /** As at an opening: one that the manifest should name must hold no frame. */
  private void orphanLog(Path path, long number, long minLog) throws IOException {
    try {
      if (number >= minLog && LogReplay.holdsFrames(files, path, number, ciphers)) {
        found(Finding.damage(path, 0, "the manifest does not name this log segment"));
      } else {
        found(Finding.note(path, 0, "a log segment the manifest does not name"));
      }
    } catch (CorruptionException e) {
      found(Finding.damage(e));
    }
  }
}
