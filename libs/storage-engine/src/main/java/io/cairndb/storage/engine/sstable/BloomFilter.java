package io.cairndb.storage.engine.sstable;

/**
 * A Bloom filter of 64-byte blocks: all bits of one key lie in one cache line. Immutable once
 * built. A table without filter has one of zero length, which may contain everything.
 */
final class BloomFilter {
  private static final int BLOCK_BYTES = 64;
  private static final int PROBES = 7;
  private static final int PROBE_BITS = 9;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final byte[] bits;
  private final int blocks;

  BloomFilter(byte[] bits) {
    this.bits = bits;
    this.blocks = bits.length / BLOCK_BYTES;
  }

  static BloomFilter build(long[] hashes, int count, int bitsPerKey) {
    long wanted = (long) count * bitsPerKey / (8 * BLOCK_BYTES) + 1;
    int blocks = bitsPerKey == 0 ? 0 : (int) Math.min(wanted, Integer.MAX_VALUE / BLOCK_BYTES);
    BloomFilter filter = new BloomFilter(new byte[blocks * BLOCK_BYTES]);
    for (int i = 0; i < count && blocks > 0; i++) {
      filter.add(hashes[i]);
    }
    return filter;
  }

  private int block(long hash) {
    return (int) (((hash >>> 32) * blocks) >>> 32) * BLOCK_BYTES;
  }

  private void add(long hash) {
    int base = block(hash);
    long probes = hash * SPREAD;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (probes >>> (i * PROBE_BITS)) & 511;
      bits[base + (bit >>> 3)] |= (byte) (1 << (bit & 7));
    }
  }

  boolean mayContain(long hash) {
    if (blocks == 0) {
      return true;
    }
    int base = block(hash);
    long probes = hash * SPREAD;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (probes >>> (i * PROBE_BITS)) & 511;
      if ((bits[base + (bit >>> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  byte[] bits() {
    return bits;
  }
}
