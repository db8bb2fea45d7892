package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.SstableMeta;

/**
 * When a decision is made.
 *
 * @param settled no reader can ask for a version below this sequence number: tombstones up to it
 *     that hide nothing are of no use
 * @param newestPin the greatest sequence number that is pinned; -1 when none is
 * @param nowMillis since the Unix epoch
 */
public record Moment(long settled, long newestPin, long nowMillis) {
  /** A time that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What is due and held back, by a pin or a compaction, is looked at again after this. */
  private static final long RETRY_MILLIS = 60_000;

  /** The time itself if it is still to come, else one after this moment. */
  long orLater(long millis) {
    return millis > nowMillis ? millis : nowMillis + RETRY_MILLIS;
  }

  /** Whether no pin holds an entry of {@code table}. */
  boolean mayExpire(SstableMeta table) {
    return newestPin < table.sequences().smallest();
  }
}
