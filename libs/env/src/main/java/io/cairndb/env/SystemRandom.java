package io.cairndb.env;

import java.util.concurrent.ThreadLocalRandom;

/** Uniqueness, not secrecy: keys and tokens use the ciphers of {@code libs/security}. */
@RealEnvironment
final class SystemRandom implements RandomSource {
  static final SystemRandom INSTANCE = new SystemRandom();

  private SystemRandom() {}

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
