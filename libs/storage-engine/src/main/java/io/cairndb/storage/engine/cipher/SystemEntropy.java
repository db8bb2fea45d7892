package io.cairndb.storage.engine.cipher;

import io.cairndb.env.RealEnvironment;
import java.security.SecureRandom;

/** The operating system's generator. Thread-safe. */
@RealEnvironment
final class SystemEntropy implements Entropy {
  static final SystemEntropy INSTANCE = new SystemEntropy();

  private final SecureRandom random = new SecureRandom();

  private SystemEntropy() {}

  @Override
  public void fill(byte[] target) {
    random.nextBytes(target);
  }
}
