package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.TreeOptions;
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
import io.cairndb.storage.engine.manifest.VersionEdit.Flushed;
import io.cairndb.storage.engine.manifest.VersionEdit.FormatRaised;
import io.cairndb.storage.engine.manifest.VersionEdit.HorizonMoved;
import io.cairndb.storage.engine.manifest.VersionEdit.LogAdded;
import io.cairndb.storage.engine.manifest.VersionEdit.NextFile;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.manifest.VersionEdit.TableKeyed;
import io.cairndb.storage.engine.manifest.VersionEdit.TableRemoved;
import io.cairndb.storage.engine.manifest.VersionEdit.TimeMarked;
import io.cairndb.storage.engine.manifest.VersionEdit.TreeAdded;
import io.cairndb.storage.engine.manifest.VersionEdit.TreeOptionsSet;
import io.cairndb.storage.engine.sstable.SstableMeta;
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

  /** What intact edits of any manifest tell, later ones counting more. */
  static final class Remains {
    private final SortedMap<Integer, String> names = new TreeMap<>();
    private final SortedMap<Integer, TreeOptions> options = new TreeMap<>();
    private final SortedMap<Long, SstableMeta> tables = new TreeMap<>();
    private final SortedMap<Long, TableKeyed> tableKeys = new TreeMap<>();
    private FormatVersion format = FormatVersion.FIRST;

    /** The newest in which any file is written, or may be. */
    FormatVersion format() {
      return format;
    }

    /** Names of trees by id. */
    SortedMap<Integer, String> names() {
      return names;
    }

    /** By id, what trees are that have options. */
    SortedMap<Integer, TreeOptions> options() {
      return options;
    }

    /** Tables by number, also such as are no longer in use. */
    SortedMap<Long, SstableMeta> tables() {
      return tables;
    }

    /** By number, keys of tables that count instead of those in the files. */
    SortedMap<Long, TableKeyed> tableKeys() {
      return tableKeys;
    }

    private void atLeast(FormatVersion other) {
      format = other.isAtLeast(format) ? other : format;
    }
  }

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

  /**
   * Reads what is intact of every manifest, older ones first; only then looks at other files, whose
   * keys the manifests may tell.
   */
  Remains remains() throws IOException {
    Remains remains = new Remains();
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
    for (String name : files.list(directory)) {
      remains.atLeast(formatOf(name));
    }
    return remains;
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
    return FileHeader.read(files, kind, number, path);
  }

  private void note(Remains remains, Change change) {
    switch (change) {
      case TreeAdded(int id, String name) -> remains.names.put(id, name);
      case TreeOptionsSet(int id, TreeOptions options) -> remains.options.put(id, options);
      case TableAdded added -> remains.tables.put(added.table().number(), added.table());
      case TableKeyed keyed -> {
        WrappedKey key = WrappedKey.decode(ByteBuffer.wrap(keyed.wrapped()));
        ciphers.replace(FileNames.table(directory, keyed.number()), key);
        remains.tableKeys.put(keyed.number(), keyed);
      }
      case FormatRaised(FormatVersion raised) -> remains.atLeast(raised);
      case TableRemoved removed -> {}
      case LogAdded added -> {}
      case Flushed flushed -> {}
      case NextFile next -> {}
      case TimeMarked marked -> {}
      case HorizonMoved moved -> {}
    }
  }
}
