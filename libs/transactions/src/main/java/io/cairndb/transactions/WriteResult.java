package io.cairndb.transactions;

import java.util.List;

/**
 * What a client's transaction came to. Every result but {@link Unknown} is certain.
 *
 * @param <W> what a committed action did
 * @param <R> what one action of a refused transaction contributed
 * @param <X> why a shard did not look at a request
 */
public sealed interface WriteResult<W, R, X> {

  /**
   * Applied in full and visible to everyone.
   *
   * @param outcomes one for each action, in order; empty when {@code repeated}
   * @param repeated whether it had been applied before, under the same token
   */
  record Committed<W, R, X>(List<W> outcomes, boolean repeated) implements WriteResult<W, R, X> {
    public Committed {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Not applied: a condition, a conflict, an invalid action. One reason for each action. */
  record Refused<W, R, X>(List<R> reasons) implements WriteResult<W, R, X> {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /** Nothing was done: the token's transaction is still going on. */
  record TokenInProgress<W, R, X>() implements WriteResult<W, R, X> {}

  /** Nothing was done: the token was used with another request. */
  record TokenMismatch<W, R, X>() implements WriteResult<W, R, X> {}

  /** Not applied: a shard declined. May be tried again, according to the refusal. */
  record Declined<W, R, X>(X refusal) implements WriteResult<W, R, X> {}

  /** Not applied: an answer was lost and the transaction rolled back. May be tried again. */
  record RolledBack<W, R, X>(String reason) implements WriteResult<W, R, X> {}

  /** Applied, or going to be, or not at all: nobody can tell yet. */
  record Unknown<W, R, X>(String reason) implements WriteResult<W, R, X> {}
}
