package io.cairndb.transactions;

import io.cairndb.causality.HybridClock;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.Participants.LocalReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Runs clients' write transactions. Thread-safe; holds nothing of a transaction beyond the futures
 * of its messages, so losing a coordinator loses no decision.
 *
 * <p>Algorithm:
 *
 * <ol>
 *   <li>When one shard holds all items and would hold the token, it does everything: one message.
 *   <li>Otherwise the ledger record is opened and, at the same time, every shard prepares. A shard
 *       may so prepare a transaction that has no record; recovery will find none and abort it.
 *   <li>All prepared and the record open: the coordinator proposes to commit. From the moment the
 *       ledger has accepted, the transaction is committed whatever happens.
 *   <li>Every participant applies; then the client is told; then the record is removed.
 *   <li>Anything else: the decision to abort is recorded and participants let go, side by side,
 *       since nobody but this coordinator could have proposed to commit.
 * </ol>
 *
 * @param <A> action on one item
 * @param <W> what a committed action did
 * @param <R> what one action of a refused transaction contributed
 * @param <X> why a shard did not look at a request
 */
public final class TransactionCoordinator<A, W, R, X> {
  private final HybridClock clock;
  private final Participants<A, W, R, X> participants;
  private final Ledger<X> ledger;
  private final Function<ClientToken, ShardId> ledgerOfToken;
  private final R noReason;
  private final TransactionEnding<A, W, R, X> ending;
  private final LongAdder local = new LongAdder();
  private final LongAdder distributed = new LongAdder();

  /**
   * Figures since the start, for meters.
   *
   * @param local transactions done by one shard in one message
   * @param distributed transactions that took a ledger
   */
  public record Stats(long local, long distributed) {}

  /**
   * @param ledgerOfToken shard that keeps a token; must not depend on the request, or a token used
   *     with another request would go unnoticed
   * @param noReason the reason given for an action that was fine in a refused transaction
   * @param attempts how often a decision, or its delivery, is tried before it is left to recovery
   */
  public TransactionCoordinator(
      HybridClock clock,
      Participants<A, W, R, X> participants,
      Ledger<X> ledger,
      Function<ClientToken, ShardId> ledgerOfToken,
      R noReason,
      int attempts,
      Pauses pauses) {
    this.clock = clock;
    this.participants = participants;
    this.ledger = ledger;
    this.ledgerOfToken = ledgerOfToken;
    this.noReason = noReason;
    ending = new TransactionEnding<>(participants, ledger, new Attempts(attempts, pauses));
  }

  /**
   * Applies all actions or none.
   *
   * @param actions on distinct items; at least one
   */
  public CompletableFuture<WriteResult<W, R, X>> write(
      List<Routed<A>> actions, Optional<ClientToken> token) {
    ActionsByShard<A> byShard = new ActionsByShard<>(actions);
    ShardId first = actions.getFirst().shard();
    ShardId ledgerShard = token.map(ledgerOfToken).orElse(first);
    if (byShard.shards().size() == 1 && ledgerShard.equals(first)) {
      local.increment();
      return participants
          .transactLocally(first, byShard.of(first), token)
          .thenApply(TransactionCoordinator::resultOf);
    }
    distributed.increment();
    return new DistributedWrite<>(
            clock.tick(), ledgerShard, byShard, participants, ledger, ending, noReason)
        .run(token);
  }

  public Stats stats() {
    return new Stats(local.sum(), distributed.sum());
  }

  private static <W, R, X> WriteResult<W, R, X> resultOf(LocalReply<W, R, X> reply) {
    return switch (reply) {
      case LocalReply.Applied<W, R, X> applied ->
          new WriteResult.Committed<>(applied.outcomes(), applied.repeated());
      case LocalReply.Refused<W, R, X> refused -> new WriteResult.Refused<>(refused.reasons());
      case LocalReply.TokenInProgress<W, R, X> ignored -> new WriteResult.TokenInProgress<>();
      case LocalReply.TokenMismatch<W, R, X> ignored -> new WriteResult.TokenMismatch<>();
      case LocalReply.Declined<W, R, X> declined -> new WriteResult.Declined<>(declined.refusal());
      case LocalReply.Unknown<W, R, X> unknown -> new WriteResult.Unknown<>(unknown.reason());
    };
  }
}
