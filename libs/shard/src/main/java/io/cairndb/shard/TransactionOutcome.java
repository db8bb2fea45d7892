package io.cairndb.shard;

/** How a transaction ended. */
public enum TransactionOutcome {
  COMMITTED,
  ABORTED
}
