package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.compaction.KeySlice;
import io.cairndb.storage.engine.compaction.OutputCutter;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.MergingCursor;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import io.cairndb.storage.engine.sstable.TableHints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Merges the inputs of one compaction, or a slice of them, into new tables. Confined to one worker.
 */
final class CompactionJob {
  private static final int CHECK_INTERVAL_ENTRIES = 256;
  private static final int CHECK_INTERVAL_BYTES = 64 << 10;

  private final EngineFiles files;
  private final Compaction compaction;
  private final Place place;
  private final Pacing pacing;
  private final BooleanSupplier cancelled;
  private final OutputCutter cutter;
  private final List<Sstable> outputs = new ArrayList<>();
  private final List<EntryCursor> sources = new ArrayList<>();
  private final List<RangeDeletions> sourceRanges = new ArrayList<>();
  private final VersionFilter filter;
  private final EntryHints hints;

  /** The range deletions to be kept, and where those not written yet begin. */
  private final RangeDeletions ranges;

  private byte @Nullable [] rangesFrom;
  private @Nullable SstableWriter writer;
  private long charged;
  private int entriesPassed;
  private long bytesPassed;

  /** Holds a job back. */
  @FunctionalInterface
  interface Pacing {
    /** Waits until the job may go on that has written {@code bytes} more, or {@code cancelled}. */
    void acquire(long bytes, BooleanSupplier cancelled);
  }

  /**
   * What the job has to know of its surroundings.
   *
   * @param levels the tree as of the decision; later flushes only add newer tables to it
   * @param retained the readers as of the decision or later
   * @param drops of the tree's filter
   * @param slice the keys that are its part of the compaction
   */
  record Place(TreeLevels levels, RetainedVersions retained, FilterDrops drops, KeySlice slice) {}

  CompactionJob(
      EngineFiles files,
      Compaction compaction,
      Place place,
      Pacing pacing,
      BooleanSupplier cancelled) {
    this.files = files;
    this.compaction = compaction;
    this.place = place;
    this.pacing = pacing;
    this.cancelled = cancelled;
    this.rangesFrom = place.slice.from();
    openSources();
    this.filter = new VersionFilter(place.retained, RangeDeletions.merge(sourceRanges));
    this.ranges = filter.retainedRanges(this::isAtBottom);
    TreePolicies.Policy policy = files.policies().of(compaction.tree());
    long now = files.clock().currentTimeMillis();
    long written = compaction.written(place.levels, policy.isLeveled() ? TableHints.UNKNOWN : now);
    this.hints = new EntryHints(policy.filter(), written, now);
    this.cutter = compaction.cutter(files.options().compaction().tableBytes(), place.levels);
  }

  /**
   * Returns open tables, synced, their names durable, of which the caller owns a reference each; or
   * null when cancelled, with nothing left behind.
   */
  @Nullable List<Sstable> run() throws IOException {
    boolean complete = false;
    try (MergingCursor merged = MergingCursor.ofVersions(sources)) {
      if (!merge(merged)) {
        return null;
      }
      finishLastTable();
      files.fileSystem().syncDirectory(files.directory());
      complete = true;
      return outputs;
    } finally {
      abandonWriter();
      if (!complete) {
        outputs.forEach(Sstable::makeObsolete);
        outputs.forEach(Sstable::release);
      }
    }
  }

  private void openSources() {
    for (int i = 0; i < compaction.inputs().size(); i++) {
      List<Sstable> tables = compaction.inputs().get(i);
      tables.forEach(table -> sourceRanges.add(table.rangeDeletions()));
      if (compaction.firstLevel() + i == 0) {
        tables.forEach(table -> sources.add(table.versions(ReadPattern.SCAN)));
      } else if (!tables.isEmpty()) {
        sources.add(
            new LevelCursor(
                tables.toArray(Sstable[]::new), table -> table.versions(ReadPattern.SCAN)));
      }
    }
  }

  private boolean isBottommost() {
    return place.levels.deepestLevel() <= compaction.outputLevel();
  }

  private boolean isAtBottom(RangeDeletions.Fragment fragment) {
    KeyRange keys = new KeyRange(fragment.start(), fragment.end(), true);
    return !compaction.mayHide(place.levels, keys);
  }

  private boolean merge(MergingCursor merged) throws IOException {
    for (seekToStart(merged); isInside(merged); merged.next()) {
      if (isCheckDue(merged)) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        compaction.progress().passed(entriesPassed);
        entriesPassed = 0;
        bytesPassed = 0;
        charge();
      }
      if (filter.keeps(merged)) {
        boolean deleted = merged.isTombstone() || isDropped(merged);
        if (!deleted || !isNeedlessTombstone(merged)) {
          add(merged, deleted);
        }
      }
    }
    return true;
  }

  private boolean isCheckDue(MergingCursor merged) {
    entriesPassed++;
    bytesPassed += merged.keyLength() + (merged.isTombstone() ? 0 : merged.valueLength());
    return entriesPassed >= CHECK_INTERVAL_ENTRIES || bytesPassed >= CHECK_INTERVAL_BYTES;
  }

  private void seekToStart(MergingCursor merged) throws IOException {
    byte[] from = place.slice.from();
    if (from == null) {
      merged.seekToFirst();
    } else {
      merged.seekCeiling(from);
    }
  }

  private boolean isInside(MergingCursor merged) {
    return merged.isValid() && !place.slice.endsBefore(merged.keyArray(), merged.keyLength());
  }

  /** Whether the tree's filter drops a value that no pin holds: a tombstone takes its place. */
  private boolean isDropped(MergingCursor merged) {
    boolean drops = filter.isNewestOfKey() && mayBeDropped(merged) && hints.drops(merged);
    if (drops) {
      place.drops.add(merged.sequence());
    }
    return drops;
  }

  private boolean mayBeDropped(EntryCursor entry) {
    return place.drops.isAllowed() && place.retained.newestPin() < entry.sequence();
  }

  private boolean isNeedlessTombstone(MergingCursor merged) {
    return filter.dropsTombstone(merged.sequence())
        && !compaction.mayHide(place.levels, merged.key());
  }

  private void add(MergingCursor entry, boolean deleted) throws IOException {
    SstableWriter current = writer;
    boolean cuts =
        (current == null || !current.endsWith(entry))
            && cutter.cutsBefore(
                entry.keyArray(),
                entry.keyLength(),
                current == null ? 0 : current.estimatedBytes());
    if (current != null && cuts) {
      finishTable(current, entry.key());
      current = null;
    }
    if (current == null) {
      current = files.createTable(compaction.tree(), isBottommost());
      writer = current;
    }
    if (deleted) {
      current.add(entry.keyArray(), entry.keyLength(), entry.sequence(), null);
    } else {
      current.add(entry);
      hints.add(entry, filter.isNewestOfKey() && !mayBeDropped(entry));
    }
  }

  private void charge() {
    SstableWriter current = writer;
    if (current != null) {
      charge(current.estimatedBytes());
    }
  }

  /** {@code written} in the table so far. */
  private void charge(long written) {
    long more = written - charged;
    if (more > 0) {
      charged = written;
      pacing.acquire(more, cancelled);
    }
  }

  /** Range deletions up to {@code next}, where the next table begins, go with this one. */
  private void finishTable(SstableWriter current, byte @Nullable [] next) throws IOException {
    current.setRangeDeletions(ranges.within(rangesFrom, next));
    current.setHints(hints.take());
    rangesFrom = next;
    SstableMeta finished = current.finish();
    outputs.add(files.openTable(finished));
    charge(finished.bytes());
    abandonWriter();
  }

  private void finishLastTable() throws IOException {
    SstableWriter current = writer;
    byte[] end = place.slice.to();
    if (current == null && !ranges.within(rangesFrom, end).isEmpty()) {
      current = files.createTable(compaction.tree(), isBottommost());
      writer = current;
    }
    if (current != null) {
      finishTable(current, end);
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
