package io.cairndb.coordinator.core;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.PreparedTransaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What shards hold of transactions that have not ended. Thread-safe. */
@FunctionalInterface
public interface TransactionRecords {

  /** Everything a shard holds now. The future fails when the shard cannot be asked. */
  CompletableFuture<Held> heldBy(ShardId shard);

  /**
   * Records of one shard.
   *
   * @param ledger transactions it keeps the decision of
   * @param prepared transactions it holds items for
   */
  record Held(List<LedgerEntry> ledger, List<PreparedTransaction> prepared) {
    public Held {
      ledger = List.copyOf(ledger);
      prepared = List.copyOf(prepared);
    }
  }
}
