package io.cairndb.shard;

import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Optional;

/**
 * A transaction in the ledger of a shard, for whoever finishes abandoned ones.
 *
 * @param startedMillis when its record was opened, in milliseconds since the Unix epoch
 * @param decision empty while open
 * @param participants shards it was to be prepared in
 */
public record LedgerEntry(
    TransactionId transaction,
    long startedMillis,
    Optional<TransactionOutcome> decision,
    List<ShardId> participants) {
  public LedgerEntry {
    participants = List.copyOf(participants);
  }
}
