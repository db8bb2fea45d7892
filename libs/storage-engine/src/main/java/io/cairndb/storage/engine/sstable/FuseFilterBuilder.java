package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.FuseFilter.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * Builds a {@link FuseFilter} by peeling: a place that one key alone has is that key's, which then
 * leaves its other places; the last key to leave is the first to be written. Works outside the
 * heap. Confined to one thread.
 */
final class FuseFilterBuilder {
  private static final int ATTEMPTS_MAX = 50;
  private static final int SEGMENT_BITS_MAX = 18;
  private static final long SEED_STEP = 0x9E37_79B9_7F4A_7C15L;

  private final Shape shape;
  private final int count;

  /** For each place, how many keys have it, and the exclusive or of their hashes. */
  private final MemorySegment counts;

  private final MemorySegment sums;

  /** Keys in the order in which they left, and the places they left. */
  private final MemorySegment keys;

  private final MemorySegment places;
  private final MemorySegment queue;

  private FuseFilterBuilder(Arena arena, Shape shape, int count) {
    this.shape = shape;
    this.count = count;
    counts = arena.allocate(ValueLayout.JAVA_INT, shape.length());
    sums = arena.allocate(ValueLayout.JAVA_LONG, shape.length());
    keys = arena.allocate(ValueLayout.JAVA_LONG, count);
    places = arena.allocate(ValueLayout.JAVA_INT, count);
    queue = arena.allocate(ValueLayout.JAVA_INT, shape.length());
  }

  /** The bytes of a filter of two hashes or more; none when two of them are the same. */
  static byte[] build(long[] hashes, int count) {
    double log = Math.log(count);
    int bits = Math.min(SEGMENT_BITS_MAX, (int) Math.floor(log / Math.log(3.33) + 2.25));
    double factor = Math.max(1.125, 0.875 + 0.25 * Math.log(1e6) / log);
    long segments = Math.max(1, (Math.round(count * factor) + (1L << bits) - 1 >> bits) - 2);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Shape shape = new Shape(attempt * SEED_STEP, bits, (int) segments);
      try (Arena arena = Arena.ofConfined()) {
        FuseFilterBuilder builder = new FuseFilterBuilder(arena, shape, count);
        builder.add(hashes);
        if (builder.peel()) {
          return builder.bytes();
        }
      }
    }
    return new byte[0];
  }

  private void add(long[] hashes) {
    for (int i = 0; i < count; i++) {
      long mixed = shape.mix(hashes[i]);
      for (int which = 0; which < 3; which++) {
        change(shape.place(mixed, which), mixed, 1);
      }
    }
  }

  /** Returns how many keys have the place now. */
  private int change(long place, long mixed, int difference) {
    int now = counts.getAtIndex(ValueLayout.JAVA_INT, place) + difference;
    counts.setAtIndex(ValueLayout.JAVA_INT, place, now);
    sums.setAtIndex(
        ValueLayout.JAVA_LONG, place, sums.getAtIndex(ValueLayout.JAVA_LONG, place) ^ mixed);
    return now;
  }

  /** Whether every key found a place of its own. */
  private boolean peel() {
    long waiting = 0;
    for (long place = 0; place < shape.length(); place++) {
      if (counts.getAtIndex(ValueLayout.JAVA_INT, place) == 1) {
        queue.setAtIndex(ValueLayout.JAVA_INT, waiting++, (int) place);
      }
    }
    long left = 0;
    while (waiting > 0) {
      int place = queue.getAtIndex(ValueLayout.JAVA_INT, --waiting);
      if (counts.getAtIndex(ValueLayout.JAVA_INT, place) != 1) {
        continue;
      }
      long mixed = sums.getAtIndex(ValueLayout.JAVA_LONG, place);
      keys.setAtIndex(ValueLayout.JAVA_LONG, left, mixed);
      places.setAtIndex(ValueLayout.JAVA_INT, left++, place);
      for (int which = 0; which < 3; which++) {
        long other = shape.place(mixed, which);
        if (change(other, mixed, -1) == 1) {
          queue.setAtIndex(ValueLayout.JAVA_INT, waiting++, (int) other);
        }
      }
    }
    return left == count;
  }

  private byte[] bytes() {
    int length = (int) shape.length();
    int whole = length + FuseFilter.TRAILER_BYTES;
    int padding = whole % TableFilter.BLOOM_BLOCK_BYTES == 0 ? 1 : 0;
    byte[] bytes = new byte[whole + padding];
    for (int i = count - 1; i >= 0; i--) {
      long mixed = keys.getAtIndex(ValueLayout.JAVA_LONG, i);
      int own = places.getAtIndex(ValueLayout.JAVA_INT, i);
      int value = Shape.fingerprint(mixed);
      for (int which = 0; which < 3; which++) {
        value ^= bytes[(int) shape.place(mixed, which)];
      }
      // Its own place has held nothing so far.
      bytes[own] = (byte) value;
    }
    ByteBuffer.wrap(bytes, length + padding, FuseFilter.TRAILER_BYTES)
        .putLong(shape.seed())
        .put((byte) shape.segmentBits())
        .putInt(shape.segments())
        .put(FuseFilter.KIND);
    return bytes;
  }
}
