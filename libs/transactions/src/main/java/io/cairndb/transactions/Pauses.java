package io.cairndb.transactions;

import java.util.concurrent.CompletableFuture;

/** Time to let pass between two attempts. Thread-safe. */
@FunctionalInterface
public interface Pauses {

  /**
   * Completes when attempt {@code attempt + 1} may be made; the pause grows with the attempts.
   *
   * @param attempt attempts that have failed, from 1
   */
  CompletableFuture<Void> after(int attempt);
}
