package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;

/**
 * A Bloom filter of 64-byte blocks: all bits of one key lie in one cache line. Immutable. A table
 * without filter has one of zero length, which may contain everything.
 */
final class BloomFilter implements TableFilter {
  private static final int BLOCK_BYTES = BLOOM_BLOCK_BYTES;
  private static final int PROBES = 7;
  private static final int PROBE_BITS = 9;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final MemorySegment bits;
  private final int blocks;

  BloomFilter(MemorySegment bits) {
    this.bits = bits;
    this.blocks = (int) (bits.byteSize() / BLOCK_BYTES);
  }

  /** The bits of a filter of the first {@code count} hashes. */
  static byte[] build(long[] hashes, int count, int bitsPerKey) {
    long wanted = (long) count * bitsPerKey / (8 * BLOCK_BYTES) + 1;
    int blocks = bitsPerKey == 0 ? 0 : (int) Math.min(wanted, Integer.MAX_VALUE / BLOCK_BYTES);
    byte[] bits = new byte[blocks * BLOCK_BYTES];
    for (int i = 0; i < count && blocks > 0; i++) {
      int base = block(hashes[i], blocks);
      long probes = hashes[i] * SPREAD;
      for (int probe = 0; probe < PROBES; probe++) {
        int bit = (int) (probes >>> (probe * PROBE_BITS)) & 511;
        bits[base + (bit >>> 3)] |= (byte) (1 << (bit & 7));
      }
    }
    return bits;
  }

  private static int block(long hash, int blocks) {
    return (int) (((hash >>> 32) * blocks) >>> 32) * BLOCK_BYTES;
  }

  @Override
  public boolean mayContain(long hash) {
    if (blocks == 0) {
      return true;
    }
    int base = block(hash, blocks);
    long probes = hash * SPREAD;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (probes >>> (i * PROBE_BITS)) & 511;
      if ((NativeBytes.byteAt(bits, base + (bit >>> 3)) & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }
}
