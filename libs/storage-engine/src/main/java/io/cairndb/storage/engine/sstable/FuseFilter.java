package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;

/**
 * A binary fuse filter: a key is present when the exclusive or of three bytes, in three segments
 * that follow each other, is its fingerprint. Immutable.
 *
 * <pre>
 * fuse := fingerprint:u8[(segments + 2) << segmentBits] pad seed:u64 segmentBits:u8 segments:u32 1
 * </pre>
 *
 * A byte of padding is there if the length would be a multiple of 64 without.
 */
final class FuseFilter implements TableFilter {
  static final byte KIND = 1;

  /** What follows the fingerprints: seed, bits, segments, kind. */
  static final int TRAILER_BYTES = 8 + 1 + 4 + 1;

  private static final int SEGMENT_BITS_MAX = 18;

  private final MemorySegment bytes;
  private final Shape shape;

  /**
   * Where a key's three bytes are.
   *
   * @param seed what hashes are mixed with
   * @param segmentBits binary logarithm of a segment's length
   * @param segments in which the first byte may lie
   */
  record Shape(long seed, int segmentBits, int segments) {
    long length() {
      return (segments + 2L) << segmentBits;
    }

    long mix(long hash) {
      long mixed = hash + seed;
      mixed = (mixed ^ (mixed >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
      mixed = (mixed ^ (mixed >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
      return mixed ^ (mixed >>> 33);
    }

    long place(long mixed, int which) {
      long first = Math.unsignedMultiplyHigh(mixed, (long) segments << segmentBits);
      long mask = (1L << segmentBits) - 1;
      return switch (which) {
        case 0 -> first;
        case 1 -> (first + mask + 1) ^ ((mixed >>> 18) & mask);
        default -> (first + 2 * (mask + 1)) ^ (mixed & mask);
      };
    }

    static int fingerprint(long mixed) {
      return (int) (mixed ^ (mixed >>> 32)) & 0xFF;
    }
  }

  FuseFilter(MemorySegment bytes) {
    long at = bytes.byteSize() - TRAILER_BYTES;
    if (at < 0) {
      throw new IllegalArgumentException("a filter of " + bytes.byteSize() + " bytes");
    }
    long seed =
        (long) NativeBytes.intAt(bytes, at) << 32 | NativeBytes.intAt(bytes, at + 4) & 0xFFFF_FFFFL;
    this.bytes = bytes;
    this.shape =
        new Shape(seed, NativeBytes.byteAt(bytes, at + 8), NativeBytes.intAt(bytes, at + 9));
    if (shape.segmentBits < 0
        || shape.segmentBits > SEGMENT_BITS_MAX
        || shape.segments < 1
        || shape.length() > at
        || shape.length() < at - 1) {
      throw new IllegalArgumentException("a filter of " + at + " bytes as " + shape);
    }
  }

  @Override
  public boolean mayContain(long hash) {
    long mixed = shape.mix(hash);
    int found =
        NativeBytes.byteAt(bytes, shape.place(mixed, 0))
            ^ NativeBytes.byteAt(bytes, shape.place(mixed, 1))
            ^ NativeBytes.byteAt(bytes, shape.place(mixed, 2));
    return (found & 0xFF) == Shape.fingerprint(mixed);
  }
}
