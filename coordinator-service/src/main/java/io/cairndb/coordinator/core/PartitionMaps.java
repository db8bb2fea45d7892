package io.cairndb.coordinator.core;

import io.cairndb.placement.PartitionMap;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The partition map as this process comes to know it. Thread-safe. */
public interface PartitionMaps {

  /** The newest map known. */
  PartitionMap current();

  /**
   * Completes with true as soon as a map of at least that version is known, or with false when it
   * is not within {@code atMost}; does not fail.
   */
  CompletableFuture<Boolean> awaitVersion(long version, Duration atMost);
}
