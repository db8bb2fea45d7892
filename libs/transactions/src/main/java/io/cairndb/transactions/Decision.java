package io.cairndb.transactions;

/** How a transaction ends. */
public enum Decision {
  COMMITTED,
  ABORTED
}
