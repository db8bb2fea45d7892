package io.cairndb.transactions;

import io.cairndb.placement.ShardId;

/** One action of a transaction and the shard that holds its item. */
public record Routed<A>(ShardId shard, A action) {}
