package io.cairndb.rpc.node;

import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.PreparedTransaction;
import java.util.List;

/**
 * What a shard holds of transactions that have not ended.
 *
 * @param ledger transactions it keeps the decision of
 * @param prepared transactions it holds items for
 */
public record UnfinishedTransactions(List<LedgerEntry> ledger, List<PreparedTransaction> prepared) {
  public UnfinishedTransactions {
    ledger = List.copyOf(ledger);
    prepared = List.copyOf(prepared);
  }
}
