package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.Ledger.BeginReply;
import io.cairndb.transactions.Ledger.DecideReply;
import io.cairndb.transactions.Participants.PrepareReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One transaction over several shards, from its first message to its result. Used once; its steps
 * follow each other through futures, none runs beside another.
 */
final class DistributedWrite<A, W, R, X> {
  private final Hlc transaction;
  private final ShardId ledgerShard;
  private final ActionsByShard<A> actions;
  private final Participants<A, W, R, X> participants;
  private final Ledger<X> ledger;
  private final TransactionEnding<A, W, R, X> ending;
  private final R noReason;

  DistributedWrite(
      Hlc transaction,
      ShardId ledgerShard,
      ActionsByShard<A> actions,
      Participants<A, W, R, X> participants,
      Ledger<X> ledger,
      TransactionEnding<A, W, R, X> ending,
      R noReason) {
    this.transaction = transaction;
    this.ledgerShard = ledgerShard;
    this.actions = actions;
    this.participants = participants;
    this.ledger = ledger;
    this.ending = ending;
    this.noReason = noReason;
  }

  CompletableFuture<WriteResult<W, R, X>> run(Optional<ClientToken> token) {
    CompletableFuture<BeginReply<X>> begun =
        ledger.begin(ledgerShard, transaction, actions.shards(), token);
    List<CompletableFuture<PrepareReply<W, R, X>>> prepares = new ArrayList<>();
    for (ShardId shard : actions.shards()) {
      prepares.add(participants.prepare(shard, transaction, ledgerShard, actions.of(shard)));
    }
    return begun.thenCompose(
        reply -> Together.all(prepares).thenCompose(replies -> continueAfter(reply, replies)));
  }

  private CompletableFuture<WriteResult<W, R, X>> continueAfter(
      BeginReply<X> begun, List<PrepareReply<W, R, X>> prepares) {
    return switch (begun) {
      case BeginReply.Open<X> ignored -> afterPrepare(prepares);
      case BeginReply.Decided<X> ignored -> rollBack(lost("a recovery decided the transaction"));
      case BeginReply.Unknown<X> unknown -> rollBack(lost(unknown.reason()));
      // The ledger holds no record of this transaction and will get none: letting go is enough.
      case BeginReply.Repeated<X> ignored -> letGo(new WriteResult.Committed<>(List.of(), true));
      case BeginReply.TokenInProgress<X> ignored -> letGo(new WriteResult.TokenInProgress<>());
      case BeginReply.TokenMismatch<X> ignored -> letGo(new WriteResult.TokenMismatch<>());
      case BeginReply.Declined<X> declined -> letGo(new WriteResult.Declined<>(declined.refusal()));
    };
  }

  private CompletableFuture<WriteResult<W, R, X>> afterPrepare(
      List<PrepareReply<W, R, X>> prepares) {
    List<List<W>> outcomes = new ArrayList<>();
    List<List<R>> reasons = new ArrayList<>();
    boolean refused = false;
    WriteResult<W, R, X> obstacle = null;
    for (int i = 0; i < prepares.size(); i++) {
      List<R> none = Collections.nCopies(actions.of(actions.shards().get(i)).size(), noReason);
      switch (prepares.get(i)) {
        case PrepareReply.Prepared<W, R, X> prepared -> {
          outcomes.add(prepared.outcomes());
          reasons.add(none);
        }
        case PrepareReply.Refused<W, R, X> refusal -> {
          refused = true;
          reasons.add(refusal.reasons());
        }
        case PrepareReply.Declined<W, R, X> declined ->
            obstacle = new WriteResult.Declined<>(declined.refusal());
        case PrepareReply.Ended<W, R, X> ignored ->
            obstacle = lost("a recovery ended the transaction");
        case PrepareReply.Unknown<W, R, X> unknown -> obstacle = lost(unknown.reason());
      }
    }
    if (obstacle != null) {
      return rollBack(obstacle);
    }
    if (refused) {
      return rollBack(new WriteResult.Refused<>(actions.inOrder(reasons)));
    }
    return commit(actions.inOrder(outcomes));
  }

  private CompletableFuture<WriteResult<W, R, X>> commit(List<W> outcomes) {
    return ending
        .decide(ledgerShard, transaction, Decision.COMMITTED)
        .thenCompose(
            reply ->
                switch (reply) {
                  case DecideReply.NotYet notYet ->
                      CompletableFuture.completedFuture(
                          new WriteResult.Unknown<W, R, X>(notYet.reason()));
                  case DecideReply.Decided decided ->
                      switch (decided.decision()) {
                        case COMMITTED -> apply(outcomes);
                        case ABORTED -> rollBack(lost("a recovery aborted the transaction"));
                      };
                });
  }

  private CompletableFuture<WriteResult<W, R, X>> apply(List<W> outcomes) {
    return ending
        .carry(transaction, Decision.COMMITTED, actions.shards())
        .thenApply(
            all -> {
              if (!all) {
                return new WriteResult.Unknown<>("committed, but not yet applied everywhere");
              }
              forgetInTheBackground();
              return new WriteResult.Committed<>(outcomes, false);
            });
  }

  /** Records the abort and lets go; the result is certain however far that gets. */
  private CompletableFuture<WriteResult<W, R, X>> rollBack(WriteResult<W, R, X> result) {
    return ending
        .decide(ledgerShard, transaction, Decision.ABORTED)
        .thenCombine(
            ending.carry(transaction, Decision.ABORTED, actions.shards()),
            (decided, all) -> {
              if (all && decided instanceof DecideReply.Decided) {
                forgetInTheBackground();
              }
              return result;
            });
  }

  private CompletableFuture<WriteResult<W, R, X>> letGo(WriteResult<W, R, X> result) {
    return ending
        .carry(transaction, Decision.ABORTED, actions.shards())
        .thenApply(ignored -> result);
  }

  /** Nobody waits for it: a record that stays is found and removed by recovery. */
  private void forgetInTheBackground() {
    var _ = ending.forget(ledgerShard, transaction);
  }

  private WriteResult<W, R, X> lost(String reason) {
    return new WriteResult.RolledBack<>(reason);
  }
}
