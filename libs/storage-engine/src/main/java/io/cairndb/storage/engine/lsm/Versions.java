package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.VersionStats;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.manifest.VersionEdit.HorizonMoved;
import io.cairndb.storage.engine.sstable.Sstable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which versions of the past are kept: those that pins hold, and all from the horizon on. The
 * horizon follows the timestamp of the newest durable batch at the distance of the retention and
 * never goes back. Thread-safe.
 */
final class Versions {
  private final long retention;
  private final TimeMap times;
  private final LongSupplier durable;
  private final Pins pins = new Pins(this::horizon);

  /** {@link Long#MAX_VALUE} while only the newest versions are kept. */
  private long horizon = Long.MAX_VALUE;

  /** {@code durable} gives the newest sequence number that is durable. */
  Versions(VersionOptions options, TimeMap times, LongSupplier durable) {
    this.retention = options.retention();
    this.times = times;
    this.durable = durable;
  }

  /**
   * Begins to keep versions, if that is asked for. What a power cut took away may have moved the
   * manifest's horizon beyond the newest batch, which can be read all the same.
   *
   * @param kept horizon of the manifest
   * @param newest sequence number of the newest batch: what came before it may have lost versions
   *     when the manifest keeps nothing
   * @return what the manifest has to say now
   */
  synchronized List<Change> begin(long kept, long newest) {
    if (retention > 0) {
      horizon = kept == HorizonMoved.NOTHING_KEPT ? newest : Math.min(kept, newest);
    }
    long now = horizon == Long.MAX_VALUE ? HorizonMoved.NOTHING_KEPT : horizon;
    return now == kept ? List.of() : List.of(new HorizonMoved(now));
  }

  Pins pins() {
    return pins;
  }

  TimeMap times() {
    return times;
  }

  /** From here on everything may be read; {@link Long#MAX_VALUE} for pinned numbers only. */
  synchronized long horizon() {
    if (horizon != Long.MAX_VALUE) {
      long oldestTime = times.timeOf(durable.getAsLong()) - retention;
      if (oldestTime > 0) {
        horizon = Math.max(horizon, times.sequenceAt(oldestTime));
      }
    }
    return horizon;
  }

  VersionStats stats(long newest, List<Sstable> tables) {
    long oldest = Math.min(pins.oldest(), horizon());
    long fragments = 0;
    for (Sstable table : tables) {
      fragments += table.rangeDeletions().fragments().size();
    }
    return new VersionStats(pins.count(), Math.max(0, newest - oldest), fragments);
  }

  /** What an edit that drops versions by {@code list} has to say besides. */
  synchronized List<Change> changesFor(RetainedVersions list, long flushedSequence) {
    if (list.horizon() == Long.MAX_VALUE) {
      // Only pins can be read, so a time below them all leads nowhere.
      times.forgetBelow(Math.min(list.readableFrom(), flushedSequence));
      return List.of();
    }
    List<Change> changes = new ArrayList<>(times.takeUnsaved(flushedSequence));
    changes.add(new HorizonMoved(list.horizon()));
    times.forgetBelow(list.horizon());
    return changes;
  }
}
