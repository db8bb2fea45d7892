package io.cairndb.coordinator.core;

import io.cairndb.shard.Refusal;
import io.cairndb.shard.transact.ItemTransactions;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that can be run once it is known which shards keep their decisions; until then they
 * are refused. Thread-safe.
 */
public final class PendingTransactions implements ItemTransactions {
  private static final Refusal NOT_YET =
      new Refusal.Unavailable("the coordinator does not know the cluster yet");

  private volatile @Nullable ItemTransactions begun;

  /** From now on transactions are run by these. */
  public void begin(ItemTransactions transactions) {
    begun = transactions;
  }

  public boolean hasBegun() {
    return begun != null;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(WriteRequest request) {
    ItemTransactions transactions = begun;
    return transactions == null
        ? CompletableFuture.completedFuture(new WriteOutcome.Refused(NOT_YET))
        : transactions.write(request);
  }

  @Override
  public CompletableFuture<ReadOutcome> read(ReadRequest request) {
    ItemTransactions transactions = begun;
    return transactions == null
        ? CompletableFuture.completedFuture(new ReadOutcome.Refused(NOT_YET))
        : transactions.read(request);
  }
}
