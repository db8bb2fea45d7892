package io.cairndb.storage.engine.lsm;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatTooOldException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.format.FileHeader;
import io.cairndb.storage.engine.format.FrameReader;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.manifest.VersionEdit.TableAdded;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.wal.LogReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds an engine's state from its directory. Steps:
 *
 * <ol>
 *   <li>Read the manifest; open every table it names; replay every log segment it names. Any damage
 *       other than a torn tail of the newest segment ends here, with nothing changed on disk.
 *   <li>Only then cut the torn tail off, or sync what a killed process had left to the system: what
 *       is about to be visible must be durable.
 * </ol>
 */
final class Recovery {
  private final EngineFiles files;
  private final Catalog catalog;
  private final List<MemTable> memtables = new ArrayList<>();
  private final NavigableMap<Long, Long> logBytes = new TreeMap<>();
  private LsmVersion version;
  private long lastSequence;
  private final TimeMap times;
  private boolean released;

  private Recovery(EngineFiles files, Catalog catalog) {
    this.files = files;
    this.catalog = catalog;
    this.version = LsmVersion.empty(files.policies());
    this.times = new TimeMap(files.options().versions().timestampStep(), catalog.timeMarks());
  }

  static Recovery run(EngineFiles files) throws IOException {
    Catalog catalog =
        Manifest.load(files.fileSystem(), files.directory(), files.ciphers())
            .orElseGet(() -> new Catalog(files.format()));
    files.setFormat(catalog.format());
    if (files.ciphers().isOn() && !catalog.format().isAtLeast(FormatVersion.VERSIONS)) {
      throw new FormatTooOldException(
          files.directory(),
          catalog.format(),
          "cannot be sealed: raise its format before keys are given");
    }
    catalog.trees().forEach((id, name) -> files.policies().know(id, name, catalog.options(id)));
    Recovery recovery = new Recovery(files, catalog);
    recovery.skipUsedNumbers();
    boolean complete = false;
    try {
      recovery.openTables();
      recovery.replayLogs();
      complete = true;
    } finally {
      if (!complete) {
        recovery.release();
      }
    }
    return recovery;
  }

  private void skipUsedNumbers() throws IOException {
    files.skipNumbersBelow(catalog.nextFile());
    for (String name : files.fileSystem().list(files.directory())) {
      for (OptionalLong number :
          List.of(
              FileNames.tableNumber(name),
              FileNames.logNumber(name),
              FileNames.manifestNumber(name))) {
        number.ifPresent(used -> files.skipNumbersBelow(used + 1));
      }
    }
  }

  /** Where a table stands. */
  private record Level(int tree, int level) {}

  /** Each level is sorted once, however many tables it has. */
  private void openTables() throws IOException {
    Map<Level, List<Sstable>> opened = new LinkedHashMap<>();
    try {
      for (TableAdded added : catalog.tables()) {
        Level level = new Level(added.table().tree(), added.level());
        Sstable table = files.openTable(added.table());
        opened.computeIfAbsent(level, it -> new ArrayList<>()).add(table);
      }
    } finally {
      // Those opened before an error are given up with the version.
      opened.forEach(
          (at, tables) -> version = version.change(at.tree, tree -> tree.with(at.level, tables)));
    }
  }

  private void replayLogs() throws IOException {
    requireNoUnknownLog();
    lastSequence = catalog.flushedSequence();
    LogReplay replay =
        new LogReplay(files.fileSystem(), files.ciphers(), lastSequence, new MemTableSink());
    Map<Path, FrameReader.Result> tail = new LinkedHashMap<>();
    for (long number : catalog.logs()) {
      beginSegment(number);
      Path path = files.log(number);
      FrameReader.Result result = replay.read(path, number, number == catalog.logs().last());
      if (result.frames() > 0) {
        tail.clear();
      }
      tail.put(path, result);
      logBytes.put(number, result.validBytes());
      lastSequence = replay.lastSequence();
    }
    for (Map.Entry<Path, FrameReader.Result> entry : tail.entrySet()) {
      secure(entry.getKey(), entry.getValue());
    }
  }

  /** Segments before the last one with frames were synced by the process that wrote them. */
  private void secure(Path path, FrameReader.Result result) throws IOException {
    if (result.torn()) {
      files.fileSystem().truncate(path, result.validBytes());
    } else {
      try (AppendableFile segment = files.fileSystem().openForAppend(path)) {
        segment.sync();
      }
    }
  }

  /** A segment is named by the manifest before the first batch goes into it. */
  private void requireNoUnknownLog() throws IOException {
    FileSystem system = files.fileSystem();
    for (String name : system.list(files.directory())) {
      OptionalLong number = FileNames.logNumber(name);
      if (number.isPresent()
          && number.getAsLong() >= catalog.minLog()
          && !catalog.logs().contains(number.getAsLong())
          && system.size(files.directory().resolve(name)) > FileHeader.BYTES) {
        requireNoFrames(files.directory().resolve(name), number.getAsLong());
      }
    }
  }

  private void requireNoFrames(Path path, long number) throws IOException {
    if (LogReplay.holdsFrames(files.fileSystem(), path, number, files.ciphers())) {
      throw new CorruptionException(path, 0, "the manifest does not name this log segment");
    }
  }

  /** Memtables begin at segments, so that each can be forgotten with its segments. */
  private void beginSegment(long number) {
    if (memtables.isEmpty()
        || memtables.getLast().bytes() >= files.options().memory().memtableBytes()) {
      memtables.add(files.newMemTable(number, lastSequence));
    }
  }

  private final class MemTableSink implements LogReplay.Sink {
    @Override
    public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
      requireKnown(tree);
      memtables.getLast().insert(tree, key, value, sequence);
    }

    @Override
    public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
      requireKnown(tree);
      memtables.getLast().deleteRange(tree, from, end, sequence);
    }

    private void requireKnown(int tree) {
      if (!catalog.trees().containsKey(tree)) {
        throw new IllegalArgumentException("the manifest has no tree " + tree);
      }
    }

    @Override
    public void batchEnd(long sequence, long timestamp) {
      memtables.getLast().complete(sequence);
      lastSequence = sequence;
      if (timestamp != 0) {
        times.add(sequence, timestamp);
      }
    }
  }

  /** Gives up the references tables and memtables were born with; once. */
  void release() {
    if (!released) {
      released = true;
      version.tables().forEach(Sstable::release);
      memtables.forEach(MemTable::release);
    }
  }

  Catalog catalog() {
    return catalog;
  }

  LsmVersion version() {
    return version;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** When the batches were written, as far as that is known. */
  TimeMap times() {
    return times;
  }

  /** Lengths of the segments replayed. */
  NavigableMap<Long, Long> logBytes() {
    return logBytes;
  }

  /**
   * What the segments held, newest first; the first is to become the active memtable.
   *
   * @param nextLog the segment in which an empty one begins, when there was none
   */
  List<MemTable> memtablesNewestFirst(long nextLog) {
    if (memtables.isEmpty()) {
      memtables.add(files.newMemTable(nextLog, lastSequence));
    }
    List<MemTable> newestFirst = new ArrayList<>(memtables);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** Deletes files that nothing names. To be called once the new manifest is in force. */
  static void deleteOrphans(EngineFiles files, Catalog catalog, long manifest) throws IOException {
    FileSystem system = files.fileSystem();
    for (String name : system.list(files.directory())) {
      OptionalLong table = FileNames.tableNumber(name);
      OptionalLong log = FileNames.logNumber(name);
      OptionalLong other = FileNames.manifestNumber(name);
      boolean orphan =
          (table.isPresent() && !catalog.hasTable(table.getAsLong()))
              || (log.isPresent() && !catalog.logs().contains(log.getAsLong()))
              || (other.isPresent() && other.getAsLong() != manifest)
              || FileNames.spareNumber(name).isPresent()
              || name.equals(FileNames.CURRENT_DRAFT)
              || name.equals(FileNames.REPAIRED_DRAFT);
      if (orphan) {
        system.delete(files.directory().resolve(name));
      }
    }
  }
}
