package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import java.util.List;

/**
 * A transaction that a shard knows not to have ended.
 *
 * @param ledger shard that holds its decision
 * @param participants all of them when the ledger tells, else the shard that holds items for it
 * @param isLedgerRecord whether the ledger tells
 */
public record Unfinished(
    Hlc transaction, ShardId ledger, List<ShardId> participants, boolean isLedgerRecord) {
  public Unfinished {
    participants = List.copyOf(participants);
  }
}
