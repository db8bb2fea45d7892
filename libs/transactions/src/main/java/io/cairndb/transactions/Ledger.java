package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where decisions are recorded durably. Messages may be lost, repeated or late; every future
 * completes. Implementations are thread-safe.
 *
 * @param <X> why a shard did not look at a request
 */
public interface Ledger<X> {

  /** Opens the record of a transaction, and claims its token. */
  CompletableFuture<BeginReply<X>> begin(
      ShardId ledger, Hlc transaction, List<ShardId> participants, Optional<ClientToken> token);

  /**
   * Decides a transaction unless it is decided. Committing needs an open record and otherwise
   * decides to abort; aborting needs none, so that a coordinator that comes late finds it.
   */
  CompletableFuture<DecideReply> decide(ShardId ledger, Hlc transaction, Decision proposed);

  /**
   * Removes the record of a transaction that has ended in every participant; its token stays, and
   * for as long as messages can be under way no late {@link #begin} opens the record again. The
   * future says whether that is done; if not, a recovery will do it.
   */
  CompletableFuture<Boolean> forget(ShardId ledger, Hlc transaction);

  /** Answer to {@link #begin}. */
  sealed interface BeginReply<X> {

    /** The record is open. */
    record Open<X>() implements BeginReply<X> {}

    /** The transaction is decided already: a recovery was faster. */
    record Decided<X>(Decision decision) implements BeginReply<X> {}

    /**
     * The token's transaction has been committed and forgotten, so it is applied everywhere; before
     * that it is still in progress.
     */
    record Repeated<X>() implements BeginReply<X> {}

    /** The token belongs to a transaction that is still going on. */
    record TokenInProgress<X>() implements BeginReply<X> {}

    /** The token was used with another request. */
    record TokenMismatch<X>() implements BeginReply<X> {}

    /** The shard did not look at it. */
    record Declined<X>(X refusal) implements BeginReply<X> {}

    record Unknown<X>(String reason) implements BeginReply<X> {}
  }

  /** Answer to {@link #decide}. */
  sealed interface DecideReply {

    /** The decision that stands, whoever proposed it. */
    record Decided(Decision decision) implements DecideReply {}

    /** Not decided, or not known to be; to be tried again. */
    record NotYet(String reason) implements DecideReply {}
  }
}
