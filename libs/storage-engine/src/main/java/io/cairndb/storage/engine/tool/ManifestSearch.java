package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameScanner;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.manifest.VersionEdit.TableKeyed;
import io.cairndb.storage.engine.manifest.VersionEdit.TreeAdded;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds a manifest to believe, or what is left of those that cannot be believed. */
final class ManifestSearch {
  private final FileSystem files;
  private final Path directory;
  private final Ciphers ciphers;
  private final Consumer<Finding> findings;

  /**
   * What intact edits of any manifest tell.
   *
   * @param format the newest in which any file is written
   * @param names of trees by id
   * @param treesOfTables ids of trees by number of table
   */
  record Remains(
      FormatVersion format,
      SortedMap<Integer, String> names,
      SortedMap<Long, Integer> treesOfTables) {}

  ManifestSearch(TableOutput.Place place, Consumer<Finding> findings) {
    this.files = place.files();
    this.directory = place.directory();
    this.ciphers = place.ciphers();
    this.findings = findings;
  }

  /** The state to begin from; empty when no manifest tells it. */
  Optional<Catalog> find() throws IOException {
    try {
      return fitting(Manifest.load(files, directory, ciphers));
    } catch (CorruptionException e) {
      findings.accept(Finding.damage(e));
      boolean onlyPointer = e.file().equals(directory.resolve(FileNames.CURRENT));
      return onlyPointer ? fitting(newest()) : Optional.empty();
    }
  }

  private Optional<Catalog> fitting(Optional<Catalog> catalog) throws IOException {
    return catalog.isPresent() && fits(catalog.get()) ? catalog : Optional.empty();
  }

  /**
   * Whether the manifest's end is likely to be there. It is not when files are missing that it
   * names while others are there that it does not, nor when a segment was used before any edit
   * named it and there are tables without a name, too.
   */
  private boolean fits(Catalog catalog) throws IOException {
    boolean missing =
        catalog.tables().stream()
                .anyMatch(it -> !files.exists(FileNames.table(directory, it.table().number())))
            || catalog.logs().stream().anyMatch(it -> !files.exists(FileNames.log(directory, it)));
    boolean tables = false;
    boolean logs = false;
    boolean usedLogs = false;
    for (String name : files.list(directory)) {
      OptionalLong table = FileNames.tableNumber(name);
      tables |= table.isPresent() && !catalog.hasTable(table.getAsLong());
      OptionalLong log = FileNames.logNumber(name);
      if (log.isPresent() && !catalog.logs().contains(log.getAsLong())) {
        logs = true;
        usedLogs |= log.getAsLong() >= catalog.minLog() && isUsed(log.getAsLong());
      }
    }
    boolean fits = !(missing && (tables || logs)) && !(tables && usedLogs);
    if (!fits) {
      String detail = "the manifest's end is lost: it does not name files that were in use";
      findings.accept(Finding.damage(directory.resolve(FileNames.CURRENT), 0, detail));
    }
    return fits;
  }

  private boolean isUsed(long log) throws IOException {
    try {
      return LogReplay.holdsFrames(files, FileNames.log(directory, log), log, ciphers);
    } catch (CorruptionException e) {
      return true;
    }
  }

  /** The intact manifest with the highest number. */
  private Optional<Catalog> newest() throws IOException {
    for (long number : manifests().reversed()) {
      try {
        return Optional.of(
            Manifest.read(files, FileNames.manifest(directory, number), number, ciphers));
      } catch (CorruptionException e) {
        findings.accept(Finding.damage(e));
      }
    }
    return Optional.empty();
  }

  SortedSet<Long> manifests() throws IOException {
    SortedSet<Long> found = new TreeSet<>();
    for (String name : files.list(directory)) {
      FileNames.manifestNumber(name).ifPresent(found::add);
    }
    return found;
  }

  /** Reads what is intact of every manifest, older ones first. */
  Remains remains() throws IOException {
    Remains remains = new Remains(newestFormat(), new TreeMap<>(), new TreeMap<>());
    for (long number : manifests()) {
      Path path = FileNames.manifest(directory, number);
      try {
        for (FrameScanner.Frame frame :
            FrameScanner.scan(files, path, FileKind.MANIFEST, number, ciphers).frames()) {
          if (!frame.isKey()) {
            VersionEdit.parse(frame.payload()).changes().forEach(it -> note(remains, it));
          }
        }
      } catch (CorruptionException | IllegalArgumentException | BufferUnderflowException e) {
        findings.accept(Finding.damage(path, 0, "cannot be read to its end: " + e.getMessage()));
      }
    }
    return remains;
  }

  private FormatVersion newestFormat() throws IOException {
    FormatVersion newest = FormatVersion.FIRST;
    for (String name : files.list(directory)) {
      FormatVersion format = formatOf(name);
      newest = format.isAtLeast(newest) ? format : newest;
    }
    return newest;
  }

  /** The first when that cannot be read. */
  private FormatVersion formatOf(String name) throws IOException {
    Path path = directory.resolve(name);
    OptionalLong log = FileNames.logNumber(name);
    OptionalLong manifest = FileNames.manifestNumber(name);
    try {
      if (FileNames.tableNumber(name).isPresent()) {
        try (TableInspector table = TableInspector.open(files, path, ciphers)) {
          return table.format();
        }
      }
      if (log.isPresent()) {
        return header(path, FileKind.LOG, log.getAsLong()).version();
      }
      if (manifest.isPresent()) {
        return header(path, FileKind.MANIFEST, manifest.getAsLong()).version();
      }
      return FormatVersion.FIRST;
    } catch (CorruptionException e) {
      return FormatVersion.FIRST;
    }
  }

  private FileHeader header(Path path, FileKind kind, long number) throws IOException {
    return FrameScanner.scan(files, path, kind, number, ciphers).header();
  }

  private void note(Remains remains, Change change) {
    if (change instanceof TreeAdded(int id, String name)) {
      remains.names.put(id, name);
    } else if (change instanceof TableAdded added) {
      remains.treesOfTables.put(added.table().number(), added.table().tree());
    } else if (change instanceof TableKeyed(long number, byte[] wrapped)) {
      WrappedKey key = WrappedKey.decode(ByteBuffer.wrap(wrapped));
      ciphers.replace(FileNames.table(directory, number), key);
    }
  }
}
