package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.EngineListener;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.MemoryOptions;
import io.cairndb.storage.engine.TableOptions;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.memory.ChunkPool;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.BlockCache;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import io.cairndb.storage.engine.wal.LogSegments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The engine's directory, and how files are made and opened in it. Thread-safe. */
final class EngineFiles {
  private final FileSystem files;
  private final Path directory;
  private final EngineOptions options;
  private final Clock clock;
  private final BlockCache cache;
  private final ChunkPool memtables;
  private final DamageLog damage;
  private final Ciphers ciphers;
  private final AtomicLong nextNumber = new AtomicLong(1);
  private final AtomicLong salts = new AtomicLong();
  private final TreePolicies policies;
  private volatile FormatVersion format;

  EngineFiles(FileSystem files, Path directory, EngineOptions options, Clock clock) {
    this.files = files;
    this.directory = directory;
    this.options = options;
    this.clock = clock;
    this.ciphers = new Ciphers(options.operations().keyring());
    this.policies = new TreePolicies(options.compaction().filters());
    this.damage = new DamageLog(options.operations().listener());
    this.format = options.versions().createAt();
    MemoryOptions memory = options.memory();
    this.memtables =
        memory.writeBuffers().isLimited()
            ? memory.writeBuffers().chunks()
            : new ChunkPool(memory.memtableBytes(), memory.memtableBytes());
    TableOptions tables = options.tables();
    this.cache =
        new BlockCache(
            memory.blockCacheBytes(),
            memory.readAheadBytesMax(),
            Math.max(tables.blockBytes(), tables.index().partitionBytes()));
  }

  /** How trees are compacted. */
  TreePolicies policies() {
    return policies;
  }

  FileSystem fileSystem() {
    return files;
  }

  Path directory() {
    return directory;
  }

  EngineOptions options() {
    return options;
  }

  BlockCache cache() {
    return cache;
  }

  /** Gives up the memory of cache and memtables; what is still read keeps its own. */
  void releaseMemory() {
    cache.release();
    if (options.memory().writeBuffers().isLimited()) {
      memtables.freeIdle();
    } else {
      memtables.close();
    }
  }

  /** Memory taken for memtables, with that kept for the next; of all engines that share it. */
  long memtableMemoryBytes() {
    return memtables.bytes();
  }

  /** An empty memtable, of which the caller owns a reference. */
  MemTable newMemTable(long logNumber, long lastSequence) {
    return new MemTable(logNumber, lastSequence, memtables);
  }

  EngineListener listener() {
    return options.operations().listener();
  }

  Ciphers ciphers() {
    return ciphers;
  }

  DamageLog damage() {
    return damage;
  }

  Clock clock() {
    return clock;
  }

  /** What may be written. */
  FormatVersion format() {
    return format;
  }

  void setFormat(FormatVersion allowed) {
    format = allowed;
  }

  /** A number no file has had. */
  long newNumber() {
    return nextNumber.getAndIncrement();
  }

  long nextNumber() {
    return nextNumber.get();
  }

  void skipNumbersBelow(long number) {
    nextNumber.accumulateAndGet(number, Math::max);
  }

  /** A number unlikely to repeat over the life of the directory; its unpredictability is small. */
  long newSalt() {
    long seed = clock.nanoTime() ^ (clock.currentTimeMillis() << 22) ^ salts.incrementAndGet();
    long mixed = (seed ^ (seed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }

  Path log(long number) {
    return FileNames.log(directory, number);
  }

  LogSegments.Source logSource() {
    return new LogSegments.Source(
        files,
        this::log,
        number -> FileNames.spare(directory, number),
        this::newNumber,
        this::newSalt,
        this::format,
        options.log(),
        options.memory().memtableBytes(),
        ciphers);
  }

  Path table(long number) {
    return FileNames.table(directory, number);
  }

  /** Deletes a link after {@code failure}, to which is added what goes wrong. */
  void unlinkTable(long number, Throwable failure) {
    ciphers.forget(table(number));
    try {
      files.delete(table(number));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  Sstable openTable(SstableMeta meta) throws IOException {
    return Sstable.open(files, table(meta.number()), meta, cache, ciphers);
  }

  SstableWriter createTable(int tree) throws IOException {
    return createTable(tree, false);
  }

  /** As the other; {@code bottommost} when no older version of its keys lies deeper. */
  SstableWriter createTable(int tree, boolean bottommost) throws IOException {
    long number = newNumber();
    return new SstableWriter(
        files, table(number), new SstableWriter.Target(number, tree, format, bottommost), options);
  }

  /**
   * Refuses what the directory's format has not.
   *
   * @param what is asked for, as the beginning of a sentence
   */
  void requireFormat(FormatVersion needed, String what) {
    if (!format.isAtLeast(needed)) {
      throw new IllegalStateException(
          what
              + " needs format version "
              + needed.number()
              + "; "
              + directory
              + " has "
              + format.number()
              + ": raise it first");
    }
  }
}
