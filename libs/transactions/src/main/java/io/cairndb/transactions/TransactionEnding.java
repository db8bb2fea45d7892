package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.Ledger.DecideReply;
import io.cairndb.transactions.Participants.EndReply;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The second half of a transaction, the same for its coordinator and for recovery: have it decided,
 * then carry the decision to the participants. Thread-safe.
 */
final class TransactionEnding<A, W, R, X> {
  private final Participants<A, W, R, X> participants;
  private final Ledger<X> ledger;
  private final Attempts attempts;

  TransactionEnding(Participants<A, W, R, X> participants, Ledger<X> ledger, Attempts attempts) {
    this.participants = participants;
    this.ledger = ledger;
    this.attempts = attempts;
  }

  /** The decision that stands after proposing one, or that none could be had. */
  CompletableFuture<DecideReply> decide(ShardId at, Hlc transaction, Decision proposed) {
    return attempts.until(
        DecideReply.Decided.class::isInstance, () -> ledger.decide(at, transaction, proposed));
  }

  /**
   * Carries a decision to participants; the future says whether all have ended the transaction.
   *
   * @throws IllegalStateException in the future, when one ended it otherwise
   */
  CompletableFuture<Boolean> carry(Hlc transaction, Decision decision, Collection<ShardId> to) {
    List<CompletableFuture<EndReply>> ends =
        to.stream()
            .map(
                shard ->
                    attempts.until(
                        EndReply.Ended.class::isInstance,
                        () -> participants.end(shard, transaction, decision)))
            .toList();
    return Together.all(ends)
        .thenApply(
            replies -> {
              boolean all = true;
              for (EndReply reply : replies) {
                all &= hasEnded(reply, transaction, decision);
              }
              return all;
            });
  }

  /** Removes the record of a transaction that has ended everywhere. */
  CompletableFuture<Boolean> forget(ShardId at, Hlc transaction) {
    return ledger.forget(at, transaction);
  }

  private static boolean hasEnded(EndReply reply, Hlc transaction, Decision decision) {
    return switch (reply) {
      case EndReply.NotYet ignored -> false;
      case EndReply.Ended ended -> {
        // An abort may find a commit: the record was forgotten because all had ended. Never the
        // other way round.
        if (decision == Decision.COMMITTED && ended.decision() != Decision.COMMITTED) {
          throw new IllegalStateException(
              "transaction " + transaction + " is committed, but a participant aborted it");
        }
        yield true;
      }
    };
  }
}
