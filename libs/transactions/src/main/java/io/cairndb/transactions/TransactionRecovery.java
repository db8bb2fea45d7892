package io.cairndb.transactions;

import io.cairndb.causality.Hlc;
import io.cairndb.placement.ShardId;
import io.cairndb.transactions.Ledger.DecideReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Settles transactions whose coordinator is gone, or only seems so. Any number may work on the same
 * transaction beside its coordinator: the ledger lets one decision stand. Thread-safe.
 *
 * <p>For every unfinished transaction older than the bound: propose to abort; the ledger answers
 * with the decision that stands, which may be an earlier commit; carry it to the participants that
 * are known; when they are all there are, remove the record.
 */
public final class TransactionRecovery<A, W, R, X> {
  private final UnfinishedTransactions unfinished;
  private final TransactionEnding<A, W, R, X> ending;
  private final LongAdder committed = new LongAdder();
  private final LongAdder aborted = new LongAdder();

  /**
   * Figures since the start, for meters.
   *
   * @param committed transactions carried to the end their coordinator had decided
   * @param aborted transactions abandoned before their decision
   */
  public record Stats(long committed, long aborted) {}

  /**
   * What one pass over a shard came to.
   *
   * @param found unfinished transactions that were old enough
   * @param settled those of them that have ended in every participant known to this pass
   */
  public record Pass(int found, int settled) {}

  public TransactionRecovery(
      UnfinishedTransactions unfinished,
      Participants<A, W, R, X> participants,
      Ledger<X> ledger,
      int attempts,
      Pauses pauses) {
    this.unfinished = unfinished;
    ending = new TransactionEnding<>(participants, ledger, new Attempts(attempts, pauses));
  }

  /**
   * Settles what the shard knows of, as participant or as ledger.
   *
   * @param nowMillis wall-clock time
   * @param abandonedAfter age at which a coordinator is taken for gone; a few times what a
   *     transaction takes, since settling a slow one costs its client a retry
   */
  public CompletableFuture<Pass> sweep(
      ShardId shard, long nowMillis, Duration abandonedAfter, int most) {
    return unfinished
        .startedBefore(shard, nowMillis - abandonedAfter.toMillis(), most)
        .thenCompose(this::settleAll);
  }

  public Stats stats() {
    return new Stats(committed.sum(), aborted.sum());
  }

  private CompletableFuture<Pass> settleAll(List<Unfinished> found) {
    List<CompletableFuture<Boolean>> settled = new ArrayList<>();
    for (Unfinished transaction : found) {
      settled.add(settle(transaction));
    }
    return Together.all(settled)
        .thenApply(
            results -> {
              int done = 0;
              for (boolean one : results) {
                done += one ? 1 : 0;
              }
              return new Pass(found.size(), done);
            });
  }

  private CompletableFuture<Boolean> settle(Unfinished found) {
    return ending
        .decide(found.ledger(), found.transaction(), Decision.ABORTED)
        .thenCompose(
            reply ->
                switch (reply) {
                  case DecideReply.NotYet ignored -> CompletableFuture.completedFuture(false);
                  case DecideReply.Decided decided -> carry(found, decided.decision());
                });
  }

  private CompletableFuture<Boolean> carry(Unfinished found, Decision decision) {
    Hlc transaction = found.transaction();
    return ending
        .carry(transaction, decision, found.participants())
        .thenCompose(
            all -> {
              if (!all) {
                return CompletableFuture.completedFuture(false);
              }
              (decision == Decision.COMMITTED ? committed : aborted).increment();
              return found.isLedgerRecord()
                  ? ending.forget(found.ledger(), transaction)
                  : CompletableFuture.completedFuture(true);
            });
  }
}
