package io.cairndb.benchmarks.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Keys and values. Confined to one thread. */
final class Data {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Odd, so that multiplying by it permutes the numbers below a power of two. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static final int NOISE_BYTES = 1 << 20;

  private final Sizes sizes;
  private final SplittableRandom random;
  private final byte[] noise = new byte[NOISE_BYTES];

  Data(Sizes sizes, long seed) {
    this.sizes = sizes;
    this.random = new SplittableRandom(seed);
    random.nextBytes(noise);
  }

  /** The key of that rank, in ascending order. */
  byte[] key(long rank) {
    byte[] key = new byte[Sizes.KEY_BYTES];
    LONG.set(key, Long.BYTES, rank * 2);
    return key;
  }

  /** A key that was never written, between two that may have been. */
  byte[] missingKey() {
    byte[] key = anyKey(sizes.keys());
    key[Sizes.KEY_BYTES - 1] |= 1;
    return key;
  }

  /** One of the first {@code keys} keys in ascending order. */
  byte[] anyKey(long keys) {
    return key(random.nextLong(keys));
  }

  /** The key at that place of an order that looks random and meets every key once. */
  byte[] shuffled(long place) {
    long mask = Long.highestOneBit(Math.max(1, sizes.keys() - 1)) * 2 - 1;
    long at = place;
    do {
      at = (at * SPREAD + 1) & mask;
    } while (at >= sizes.keys());
    return key(at);
  }

  /** Half of it is noise, the other half zeros: it shrinks to a half, as real items do. */
  byte[] value() {
    byte[] value = new byte[sizes.valueBytes()];
    int noisy = value.length / 2;
    System.arraycopy(noise, random.nextInt(NOISE_BYTES - noisy), value, 0, noisy);
    return value;
  }
}
