package io.cairndb.shard;

import io.cairndb.placement.ShardId;

/**
 * A transaction that holds intents in a shard, for whoever looks for abandoned ones.
 *
 * @param ledger shard that holds the decision
 * @param preparedMillis when it was prepared, in milliseconds since the Unix epoch
 * @param items items it locks
 */
public record PreparedTransaction(
    TransactionId transaction, ShardId ledger, long preparedMillis, int items) {}
