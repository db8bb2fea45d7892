package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.MergingCursor;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Merges the inputs of one compaction into new tables. Confined to the compaction worker. */
final class CompactionJob {
  private static final int CHECK_INTERVAL_ENTRIES = 256;

  private final EngineFiles files;
  private final Compaction compaction;
  private final TreeLevels levels;
  private final RateLimiter limiter;
  private final BooleanSupplier cancelled;
  private final List<Sstable> outputs = new ArrayList<>();
  private @Nullable SstableWriter writer;
  private long charged;

  /** {@code levels} is the tree as of the decision; later flushes only add newer tables to it. */
  CompactionJob(
      EngineFiles files,
      Compaction compaction,
      TreeLevels levels,
      RateLimiter limiter,
      BooleanSupplier cancelled) {
    this.files = files;
    this.compaction = compaction;
    this.levels = levels;
    this.limiter = limiter;
    this.cancelled = cancelled;
  }

  /**
   * Returns open tables, synced, their names durable, of which the caller owns a reference each; or
   * null when cancelled, with nothing left behind but unnamed files.
   */
  @Nullable List<Sstable> run() throws IOException {
    boolean complete = false;
    try (MergingCursor merged = new MergingCursor(sources())) {
      complete = merge(merged);
      if (complete) {
        finishTable();
        files.fileSystem().syncDirectory(files.directory());
      }
      return complete ? outputs : null;
    } finally {
      abandonWriter();
      if (!complete) {
        outputs.forEach(Sstable::makeObsolete);
        outputs.forEach(Sstable::release);
      }
    }
  }

  private List<EntryCursor> sources() {
    List<EntryCursor> sources = new ArrayList<>();
    for (int i = 0; i < compaction.inputs().size(); i++) {
      List<Sstable> tables = compaction.inputs().get(i);
      if (compaction.firstLevel() + i == 0) {
        tables.forEach(table -> sources.add(table.cursor(ReadPattern.SCAN)));
      } else if (!tables.isEmpty()) {
        sources.add(new LevelCursor(tables.toArray(Sstable[]::new), ReadPattern.SCAN));
      }
    }
    return sources;
  }

  private boolean merge(MergingCursor merged) throws IOException {
    int untilCheck = CHECK_INTERVAL_ENTRIES;
    for (merged.seekToFirst(); merged.isValid(); merged.next()) {
      if (--untilCheck == 0) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        charge();
        untilCheck = CHECK_INTERVAL_ENTRIES;
      }
      boolean hidesNothing =
          merged.isTombstone() && !levels.mayBeBelow(compaction.outputLevel(), merged.key());
      if (!hidesNothing) {
        add(merged);
      }
    }
    return true;
  }

  private void add(MergingCursor entry) throws IOException {
    SstableWriter current = writer;
    if (current != null && current.estimatedBytes() >= files.options().compaction().tableBytes()) {
      finishTable();
      current = null;
    }
    if (current == null) {
      current = files.createTable(compaction.tree());
      writer = current;
    }
    current.add(entry);
  }

  private void charge() {
    SstableWriter current = writer;
    if (current != null) {
      long written = current.estimatedBytes();
      limiter.acquire(Math.max(0, written - charged), cancelled);
      charged = written;
    }
  }

  private void finishTable() throws IOException {
    SstableWriter current = writer;
    if (current != null) {
      outputs.add(files.openTable(current.finish()));
      abandonWriter();
    }
  }

  private void abandonWriter() throws IOException {
    SstableWriter current = writer;
    writer = null;
    charged = 0;
    if (current != null) {
      current.close();
    }
  }
}
