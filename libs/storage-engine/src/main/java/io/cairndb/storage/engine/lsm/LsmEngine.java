package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
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
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A log-structured merge engine. Path of a write ({@code WritePath}): the throttle makes room, the
 * batch goes into the active memtable and to the log, which publishes it when durable. Full
 * memtables become tables on the flush worker ({@code Flusher}); tables are merged on the
 * compaction workers ({@code Compactor}). Path of a read: {@code LsmView}, over a state that {@code
 * Views} gave out. After any error in log, flush or compaction the engine takes no more writes;
 * views keep working.
 *
 * <p>This class checks what callers ask for and hands it to the part that does it; {@code
 * EngineParts} puts the parts together.
 *
 * <p>Listeners run on the log's worker; without a log, inside {@link #write}.
 */
public final class LsmEngine implements StorageEngine {
  final EngineParts parts;
  private final EngineFiles files;
  private final Lifecycle lifecycle;
  private final TreeRegistry trees;
  private final Views views;
  private final WritePath writes;

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
    return new LsmEngine(EngineParts.open(files, directory, options, clock, workers));
  }

  private LsmEngine(EngineParts parts) {
    this.parts = parts;
    this.files = parts.files;
    this.lifecycle = parts.lifecycle;
    this.trees = parts.trees;
    this.views = parts.views;
    this.writes = parts.writes;
  }

  @Override
  public Tree tree(String name) {
    try {
      return trees.tree(name);
    } catch (IOException e) {
      throw lifecycle.fail("a tree could not be created", e);
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
      throw lifecycle.fail("a tree could not be created", e);
    }
  }

  @Override
  public long write(WriteBatch batch, Durability durability, WriteListener listener) {
    trees.requireValid(batch, files);
    return writes.write(batch, durability, listener);
  }

  @Override
  public void whenDurable(WriteListener listener) {
    parts.log.whenSettled(listener);
  }

  @Override
  public ReadView latest() {
    return views.latest();
  }

  @Override
  public ReadView snapshot() {
    return views.snapshot();
  }

  @Override
  public ReadView snapshot(long sequence) {
    lifecycle.requireOpen();
    return parts.past.at(sequence);
  }

  @Override
  public Pin pin() {
    lifecycle.requireOpen();
    files.requireFormat(FormatVersion.VERSIONS, "pinning");
    return parts.past.pin();
  }

  @Override
  public Pin pin(long sequence) {
    lifecycle.requireOpen();
    files.requireFormat(FormatVersion.VERSIONS, "pinning");
    return parts.past.pin(sequence);
  }

  @Override
  public long sequenceAt(long timestamp) {
    return Math.min(parts.versions.times().sequenceAt(timestamp), parts.log.published());
  }

  @Override
  public long horizon() {
    return parts.versions.horizon();
  }

  @Override
  public long repairId() {
    return parts.repairId;
  }

  @Override
  public FormatVersion format() {
    return files.format();
  }

  @Override
  public void raiseFormat(FormatVersion format) throws IOException {
    parts.formats.raise(format);
  }

  @Override
  public long lastSequence() {
    return writes.lastSequence();
  }

  @Override
  public long durableSequence() {
    return parts.log.published();
  }

  @Override
  public void flush() throws IOException {
    writes.flush();
  }

  @Override
  public void compact(Tree tree) throws IOException {
    trees.require(tree);
    writes.flush();
    parts.compactor.compact(tree);
  }

  @Override
  public long checkpoint(Path directory) throws IOException {
    writes.flush();
    // The reference keeps the tables' files from being deleted before they are linked.
    Flushed flushed =
        parts.manifest.read(catalog -> new Flushed(catalog.withoutLogs(), views.acquire()));
    try {
      return new Checkpoint(files, directory).write(flushed.catalog());
    } finally {
      views.release(flushed.state());
    }
  }

  /** What is in tables, and a state with a reference to these. */
  private record Flushed(Catalog catalog, EngineState state) {}

  @Override
  public long ingest(Tree tree, List<Path> tables) throws IOException {
    lifecycle.requireWritable();
    files.requireFormat(FormatVersion.VERSIONS, "ingesting");
    trees.require(tree);
    return parts.sharing.ingest(tree, tables);
  }

  @Override
  public Tree split(Tree tree, byte[] key, String name) throws IOException {
    lifecycle.requireWritable();
    files.requireFormat(FormatVersion.VERSIONS, "splitting");
    trees.require(tree);
    return parts.sharing.split(tree, key, name);
  }

  @Override
  public EngineStats stats() {
    EngineState state = parts.states.peek();
    List<Sstable> tables = state.version().tables();
    EngineCounters counters = parts.context.counters();
    return new EngineStats(
        state.memtableBytes(),
        files.memtableMemoryBytes(),
        tables.stream().mapToLong(table -> table.meta().bytes()).sum(),
        tables.size(),
        new IntegrityStats(
            DamageLog.in(state.version()),
            parts.scrubber.stats(),
            KeyRotation.seals(files, tables)),
        counters.writes.get(),
        counters.flushes.get(),
        parts.compactor.stats(state.version()),
        files.cache().stats(),
        parts.versions.stats(writes.lastSequence(), tables),
        counters.log(parts.log, parts.sealedLogs.bytes()));
  }

  /** The master keys of the engine's files. */
  public KeyRotation keys() {
    return new KeyRotation(parts.context, parts.manifest, writes, parts.compactor);
  }

  @Override
  public void close() throws IOException {
    if (writes.close()) {
      parts.close();
    }
  }
}
