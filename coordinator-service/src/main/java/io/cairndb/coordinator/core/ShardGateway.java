package io.cairndb.coordinator.core;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import java.util.concurrent.CompletableFuture;

/** The way to a shard by its identity. Thread-safe. */
@FunctionalInterface
public interface ShardGateway {

  /** Sends a request. Expected outcomes are answers; a future that fails tells nothing. */
  CompletableFuture<ShardResponse> send(ShardId shard, ShardRequest request);
}
