package io.cairndb.control.plane;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The owner of the metadata, seen from the services that use it. Thread-safe. */
public interface TableControl {

  /** The newest snapshot; cheap, and never older than a result already returned. */
  Catalog catalog();

  /**
   * Decides {@code command}. The result is durable and in {@link #catalog()} when the future
   * completes; work it started on shards goes on behind it.
   */
  CompletableFuture<ControlResult> submit(ControlCommand command);

  /** Counts of a table, zero when it has gone. */
  CompletableFuture<TableStatistics> statistics(UUID tableId);

  /**
   * Completes when the table is neither being created nor deleted, or has gone; does not fail. One
   * that cannot tell completes at once.
   */
  default CompletableFuture<Void> settled(UUID tableId) {
    return CompletableFuture.completedFuture(null);
  }
}
