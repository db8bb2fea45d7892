package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a coordinator needs of the shards that hold items. Messages may be lost, repeated or late;
 * every future completes, with an {@code Unknown} answer when nobody can tell any more whether the
 * message arrived. Implementations are thread-safe.
 *
 * @param <A> action on one item
 * @param <W> what a committed action did
 * @param <R> what one action of a refused transaction contributed
 * @param <X> why a shard did not look at a request
 */
public interface Participants<A, W, R, X> {

  /** Applies all actions at once, or none. */
  CompletableFuture<LocalReply<W, R, X>> transactLocally(
      ShardId shard, List<A> actions, Optional<ClientToken> token);

  /**
   * Checks the actions and holds their items for the transaction. A transaction that has ended in
   * the shard is not prepared again.
   *
   * @param ledger shard that holds the decision, for whoever finds the items held
   */
  CompletableFuture<PrepareReply<W, R, X>> prepare(
      ShardId shard, Hlc transaction, ShardId ledger, List<A> actions);

  /**
   * Applies what was prepared, or lets it go. Repetitions do nothing, and neither does a decision
   * against the one by which the transaction has already ended in the shard.
   */
  CompletableFuture<EndReply> end(ShardId shard, Hlc transaction, Decision decision);

  /** Answer to {@link #transactLocally}. */
  sealed interface LocalReply<W, R, X> {

    /** Applied, now ({@code outcomes} in order) or under the same token before. */
    record Applied<W, R, X>(List<W> outcomes, boolean repeated) implements LocalReply<W, R, X> {}

    /** Not applied; one reason for each action, in order. */
    record Refused<W, R, X>(List<R> reasons) implements LocalReply<W, R, X> {}

    /** The token belongs to a transaction that is still going on. */
    record TokenInProgress<W, R, X>() implements LocalReply<W, R, X> {}

    /** The token was used with another request. */
    record TokenMismatch<W, R, X>() implements LocalReply<W, R, X> {}

    /** The shard did not look at it. */
    record Declined<W, R, X>(X refusal) implements LocalReply<W, R, X> {}

    record Unknown<W, R, X>(String reason) implements LocalReply<W, R, X> {}
  }

  /** Answer to {@link #prepare}. */
  sealed interface PrepareReply<W, R, X> {

    /** Held until the transaction ends; {@code outcomes} tells what a commit will do, in order. */
    record Prepared<W, R, X>(List<W> outcomes) implements PrepareReply<W, R, X> {}

    /** Nothing is held; one reason for each action of this shard, in order. */
    record Refused<W, R, X>(List<R> reasons) implements PrepareReply<W, R, X> {}

    /** The transaction has ended here: a recovery was faster. */
    record Ended<W, R, X>() implements PrepareReply<W, R, X> {}

    /** The shard did not look at it; nothing is held. */
    record Declined<W, R, X>(X refusal) implements PrepareReply<W, R, X> {}

    record Unknown<W, R, X>(String reason) implements PrepareReply<W, R, X> {}
  }

  /** Answer to {@link #end}. */
  sealed interface EndReply {

    /** Nothing of the transaction is held in the shard any more. */
    record Ended(Decision decision) implements EndReply {}

    /** Not done, or not known to be done; to be tried again. */
    record NotYet(String reason) implements EndReply {}
  }
}
