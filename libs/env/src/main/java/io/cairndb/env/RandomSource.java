package io.cairndb.env;

import java.util.SplittableRandom;

/** Randomness. Implementations say whether they are thread-safe. */
public interface RandomSource {

  /** 64 uniformly distributed bits. */
  long nextLong();

  /** A uniformly distributed int in {@code [0, bound)}; {@code bound} must be positive. */
  int nextInt(int bound);

  /** A reproducible source; confined to one thread. */
  static RandomSource seeded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomSource() {
      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public int nextInt(int bound) {
        return random.nextInt(bound);
      }
    };
  }

  /** The operating system's entropy, buffered. Thread-safe. */
  static RandomSource system() {
    return SystemRandom.INSTANCE;
  }
}
