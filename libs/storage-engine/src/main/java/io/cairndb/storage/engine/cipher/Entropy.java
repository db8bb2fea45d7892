package io.cairndb.storage.engine.cipher;

/** Where keys come from: bytes that nobody can guess. Implementations are thread-safe. */
@FunctionalInterface
public interface Entropy {

  /** Fills {@code target}. */
  void fill(byte[] target);

  /** The operating system's. */
  static Entropy system() {
    return SystemEntropy.INSTANCE;
  }
}
