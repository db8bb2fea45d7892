package io.cairndb.service;

import java.util.Optional;

/**
 * What a service, or a part of it, says of itself. Asked by probes, on any thread; must neither
 * block nor ask another service.
 */
@FunctionalInterface
public interface Readiness {
  /** Why requests cannot be served now, in one clause; empty when they can. */
  Optional<String> obstacle();

  /**
   * A part that is ready or not.
   *
   * @param otherwise the obstacle when it is not
   */
  static Readiness when(java.util.function.BooleanSupplier ready, String otherwise) {
    return () -> ready.getAsBoolean() ? Optional.empty() : Optional.of(otherwise);
  }
}
