package io.cairndb.storage.engine.sstable;

/**
 * What a table's slot says of one of its blocks, packed into a long. Pure functions.
 *
 * <pre>
 * cached   generation:29 offset:16 segment:16 uses:2 1
 * evicted  time:63 0          when it left; 0 for a block that was never cached
 * </pre>
 */
final class Slot {
  /** Offsets are multiples of this. */
  static final int UNIT_BYTES = 16;

  static final int USES_MAX = 3;
  static final int SEGMENTS_MAX = 1 << 16;
  static final int SEGMENT_BYTES_MAX = UNIT_BYTES << 16;

  private static final long CACHED = 1;
  private static final long ONE_USE = 2;
  private static final long USES = 6;
  private static final int SEGMENT_SHIFT = 3;
  private static final int OFFSET_SHIFT = SEGMENT_SHIFT + 16;
  private static final int GENERATION_SHIFT = OFFSET_SHIFT + 16;
  private static final long GENERATIONS = 1L << (Long.SIZE - GENERATION_SHIFT);

  private Slot() {}

  static long cached(int segment, long generation, int offset) {
    return generation << GENERATION_SHIFT
        | (long) (offset / UNIT_BYTES) << OFFSET_SHIFT
        | (long) segment << SEGMENT_SHIFT
        | CACHED;
  }

  static long evicted(long time) {
    return time << 1;
  }

  static boolean isCached(long slot) {
    return (slot & CACHED) != 0;
  }

  /** When the block left, 0 for never; of a slot that is not cached. */
  static long evictionTime(long slot) {
    return slot >>> 1;
  }

  static int uses(long slot) {
    return (int) ((slot & USES) / ONE_USE);
  }

  static long withUses(long slot, int uses) {
    return slot & ~USES | uses * ONE_USE;
  }

  static boolean isSamePlace(long one, long other) {
    return (one & ~USES) == (other & ~USES);
  }

  static int segment(long slot) {
    return (int) (slot >>> SEGMENT_SHIFT) & (SEGMENTS_MAX - 1);
  }

  static int offset(long slot) {
    return ((int) (slot >>> OFFSET_SHIFT) & 0xFFFF) * UNIT_BYTES;
  }

  /** Whether the slot was made in that generation of its segment. */
  static boolean isOf(long slot, long generation) {
    return slot >>> GENERATION_SHIFT == (generation & (GENERATIONS - 1));
  }
}
