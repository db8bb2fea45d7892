package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.range.RangeDeletions.Fragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides which versions a flush or a compaction keeps. Sees all versions in order: keys ascending,
 * versions newest first. Confined to one thread.
 *
 * <p>A version goes when a newer one of its key, or a deletion of a range around it, is seen by
 * everybody who may read at or above it.
 */
final class VersionFilter {
  private final RetainedVersions retained;
  private final RangeDeletions ranges;
  private byte[] lastKey = new byte[0];
  private int lastKeyLength = -1;
  private long lastSequence;
  private boolean newestOfKey;

  /** {@code ranges} are those of all sources. */
  VersionFilter(RetainedVersions retained, RangeDeletions ranges) {
    this.retained = retained;
    this.ranges = ranges;
  }

  /** Whether to keep the version under the cursor; to be asked once for each. */
  boolean keeps(EntryCursor entry) {
    byte[] key = entry.keyArray();
    int length = entry.keyLength();
    long sequence = entry.sequence();
    boolean sameKey = Arrays.equals(lastKey, 0, Math.max(0, lastKeyLength), key, 0, length);
    boolean replaced = sameKey && !retained.separates(lastSequence, sequence);
    if (!sameKey) {
      remember(key, length);
    }
    lastSequence = sequence;
    newestOfKey = !sameKey;
    return !replaced && !isInDeletedRange(key, length, sequence);
  }

  /** Whether the version last asked about was the first of its key. */
  boolean isNewestOfKey() {
    return newestOfKey;
  }

  private boolean isInDeletedRange(byte[] key, int length, long sequence) {
    if (ranges.isEmpty()) {
      return false;
    }
    long deleted = ranges.coveringNextAbove(key, length, sequence);
    return deleted != RangeDeletions.NOT_COVERED && !retained.separates(deleted, sequence);
  }

  private void remember(byte[] key, int length) {
    if (lastKey.length < length) {
      lastKey = new byte[2 * length];
    }
    System.arraycopy(key, 0, lastKey, 0, length);
    lastKeyLength = length;
  }

  /** Whether nobody misses a tombstone of {@code sequence} that hides nothing further down. */
  boolean dropsTombstone(long sequence) {
    return !retained.isReadBelow(sequence);
  }

  /**
   * The range deletions to keep.
   *
   * @param hidesNothing tells of a fragment that nothing further down lies in it
   */
  RangeDeletions retainedRanges(Predicate<Fragment> hidesNothing) {
    List<Fragment> kept = new ArrayList<>();
    for (Fragment fragment : ranges.fragments()) {
      long[] sequences = retainedSequences(fragment.sequences(), hidesNothing.test(fragment));
      if (sequences.length > 0) {
        kept.add(new Fragment(fragment.start(), fragment.end(), sequences));
      }
    }
    return RangeDeletions.of(kept);
  }

  private long[] retainedSequences(long[] newestFirst, boolean hidesNothing) {
    long[] kept = new long[newestFirst.length];
    int count = 0;
    for (int i = 0; i < newestFirst.length; i++) {
      long sequence = newestFirst[i];
      boolean replaced = i > 0 && !retained.separates(newestFirst[i - 1], sequence);
      if (!replaced && !(hidesNothing && dropsTombstone(sequence))) {
        kept[count++] = sequence;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
