package io.cairndb.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Token of a partition key: the first half of 128-bit MurmurHash3 for 64-bit machines, seed 0, over
 * the encoded key. Fixed by the storage format. Tokens are ordered unsigned.
 */
public final class TokenHash {
  private static final VarHandle LITTLE_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final int BLOCK_BYTES = 16;

  private TokenHash() {}

  /** The token of a partition key, encoded by {@link KeyEncoder}; unsigned. */
  public static long of(byte[] encodedPartition) {
    int length = encodedPartition.length;
    int blocksEnd = length & -BLOCK_BYTES;
    long h1 = 0;
    long h2 = 0;
    for (int i = 0; i < blocksEnd; i += BLOCK_BYTES) {
      h1 ^= mixFirst((long) LITTLE_ENDIAN_LONG.get(encodedPartition, i));
      h1 = Long.rotateLeft(h1, 27) + h2;
      h1 = h1 * 5 + 0x52dce729;
      h2 ^= mixSecond((long) LITTLE_ENDIAN_LONG.get(encodedPartition, i + Long.BYTES));
      h2 = Long.rotateLeft(h2, 31) + h1;
      h2 = h2 * 5 + 0x38495ab5;
    }
    h2 ^= mixSecond(tail(encodedPartition, blocksEnd + Long.BYTES, length));
    h1 ^= mixFirst(tail(encodedPartition, blocksEnd, Math.min(length, blocksEnd + Long.BYTES)));
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  /** Up to eight bytes, little-endian; zero when there are none, which then mixes to zero. */
  private static long tail(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  private static long mixFirst(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixSecond(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long h) {
    long k = h;
    k ^= k >>> 33;
    k *= 0xff51afd7ed558ccdL;
    k ^= k >>> 33;
    k *= 0xc4ceb9fe1a85ec53L;
    k ^= k >>> 33;
    return k;
  }
}
