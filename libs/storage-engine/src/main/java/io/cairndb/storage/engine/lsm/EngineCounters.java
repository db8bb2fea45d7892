package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.LogStats;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.wal.CommitLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What the engine counts. Thread-safe. */
final class EngineCounters {
  final AtomicLong writes = new AtomicLong();
  final AtomicLong writeStalls = new AtomicLong();
  final AtomicLong writeStallNanos = new AtomicLong();
  final AtomicLong earlyRotations = new AtomicLong();
  final AtomicLong writeDelays = new AtomicLong();
  final AtomicLong writeDelayNanos = new AtomicLong();
  final AtomicLong flushes = new AtomicLong();
  final AtomicInteger compactionsRunning = new AtomicInteger();
  private final AtomicLong flushedBytes = new AtomicLong();
  private final AtomicLong compactions = new AtomicLong();
  final AtomicLong entriesDropped = new AtomicLong();
  private final AtomicLong tablesDropped = new AtomicLong();
  private final AtomicLong trivialMoves = new AtomicLong();
  private final AtomicLongArray bytesRead = new AtomicLongArray(Catalog.LEVELS);
  private final AtomicLongArray bytesWritten = new AtomicLongArray(Catalog.LEVELS);

  void flushed(Collection<Sstable> tables) {
    flushes.incrementAndGet();
    flushedBytes.addAndGet(bytes(tables));
    bytesWritten.addAndGet(0, bytes(tables));
  }

  /** Bytes that compactions have read from tables of {@code level}. */
  long bytesRead(int level) {
    return bytesRead.get(level);
  }

  /** Tables went without being read. */
  void dropped(Compaction compaction) {
    compactions.incrementAndGet();
    tablesDropped.addAndGet(compaction.tables().size());
  }

  void moved() {
    compactions.incrementAndGet();
    trivialMoves.incrementAndGet();
  }

  void compacted(Compaction compaction, Collection<Sstable> outputs) {
    compactions.incrementAndGet();
    for (int i = 0; i < compaction.inputs().size(); i++) {
      bytesRead.addAndGet(compaction.firstLevel() + i, bytes(compaction.inputs().get(i)));
    }
    bytesWritten.addAndGet(compaction.outputLevel(), bytes(outputs));
  }

  /** Bytes written by flushes and compactions for each byte flushed. */
  double writeAmplification() {
    double written = 0;
    for (int level = 0; level < Catalog.LEVELS; level++) {
      written += bytesWritten.get(level);
    }
    long flushed = flushedBytes.get();
    return flushed == 0 ? 1 : written / flushed;
  }

  private static long bytes(Collection<Sstable> tables) {
    return tables.stream().mapToLong(table -> table.meta().bytes()).sum();
  }

  /** The figures of the log and of writers, with {@code sealedBytes} of earlier segments. */
  LogStats log(CommitLog log, long sealedBytes) {
    return new LogStats(
        log.segmentBytes() + sealedBytes,
        log.syncs(),
        log.segments(),
        log.segmentsReused(),
        earlyRotations.get(),
        writeDelays.get(),
        writeDelayNanos.get(),
        writeStalls.get(),
        writeStallNanos.get());
  }

  /** The figures of compactions, beside the tables of {@code version}. */
  CompactionStats compaction(LsmVersion version, long pendingBytes, CompactionPacer pacer) {
    int[] tables = new int[Catalog.LEVELS];
    long[] bytes = new long[Catalog.LEVELS];
    long deepestBytes = 0;
    for (int tree = 0; tree < version.treeLimit(); tree++) {
      TreeLevels levels = version.tree(tree);
      for (int level = 0; level < Catalog.LEVELS; level++) {
        tables[level] += levels.level(level).size();
        bytes[level] += levels.levelBytes(level);
      }
      deepestBytes += levels.isEmpty() ? 0 : levels.levelBytes(levels.deepestLevel());
    }
    List<CompactionStats.Level> byLevel = new ArrayList<>();
    for (int level = 0; level < Catalog.LEVELS; level++) {
      byLevel.add(
          new CompactionStats.Level(
              tables[level], bytes[level], bytesRead.get(level), bytesWritten.get(level)));
    }
    return new CompactionStats(
        compactions.get(),
        trivialMoves.get(),
        compactionsRunning.get(),
        flushedBytes.get(),
        pendingBytes,
        deepestBytes,
        new CompactionStats.Dropped(entriesDropped.get(), tablesDropped.get()),
        new CompactionStats.Pace(pacer.bytesPerSecond(), pacer.waitedNanos()),
        byLevel);
  }
}
