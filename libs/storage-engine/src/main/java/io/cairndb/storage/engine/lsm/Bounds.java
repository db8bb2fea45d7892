package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a reader looks at.
 *
 * @param lower the first key; null for no bound
 * @param upper the first key behind; null for no bound
 * @param sequence the newest sequence number it may see
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bounds(byte @Nullable [] lower, byte @Nullable [] upper, long sequence) {

  /** Whether the table may say something about a key inside. */
  boolean meets(SstableMeta meta) {
    return (lower == null || !meta.keys().endsBefore(lower))
        && (upper == null || Arrays.compareUnsigned(meta.smallest(), upper) < 0)
        && meta.sequences().smallest() <= sequence;
  }
}
