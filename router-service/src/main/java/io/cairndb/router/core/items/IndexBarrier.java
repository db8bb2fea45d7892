package io.cairndb.router.core.items;

import io.cairndb.coordination.Deadline;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a reader of a global index see the writes that were acknowledged before it asked.
 * Thread-safe.
 */
@FunctionalInterface
public interface IndexBarrier {
  /** Waits for nothing: global indexes are as far as they are. */
  IndexBarrier NONE = (tableId, indexId, deadline) -> CompletableFuture.completedFuture(true);

  /**
   * Completes when the global index contains every change of its table acknowledged before the
   * call, with true, or at {@code deadline}, with false; it does not fail. Completed already when
   * there is nothing to wait for.
   */
  CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline);
}
