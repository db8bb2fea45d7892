package io.cairndb.coordination;

import io.cairndb.placement.Partition;
import java.util.concurrent.CompletableFuture;

/** The way to the shard that is home to a partition. Thread-safe. */
@FunctionalInterface
public interface PartitionClient<Q, A> {

  /**
   * Sends {@code request} to the home of {@code partition}. Expected outcomes are answers; the
   * future fails only where the answer is unknown.
   */
  CompletableFuture<A> send(Partition partition, Q request);
}
