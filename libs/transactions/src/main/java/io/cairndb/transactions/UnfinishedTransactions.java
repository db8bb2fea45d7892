package io.cairndb.transactions;

import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What shards hold of transactions that have not ended. Thread-safe. */
@FunctionalInterface
public interface UnfinishedTransactions {

  /**
   * Transactions the shard holds items for, and ledger records it keeps, open or decided, of
   * transactions started before a time; the oldest {@code most} of them.
   */
  CompletableFuture<List<Unfinished>> startedBefore(ShardId shard, long millis, int most);
}
