package io.cairndb.standalone;

import io.cairndb.causality.Hlc;
import io.cairndb.env.Clock;
import io.cairndb.placement.ShardId;
import io.cairndb.router.core.transactions.ShardTransactions;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.PreparedTransaction;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.Shard;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.TransactionId;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.transactions.TransactionRecovery;
import io.cairndb.transactions.Unfinished;
import io.cairndb.transactions.UnfinishedTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles abandoned transactions in all shards of this process: at the start those a crash left
 * behind, later those whose coordinator gave up. Thread-safe.
 */
final class TransactionUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionUpkeep.class);
  private static final int ATTEMPTS = 5;
  private static final int MOST = 256;
  private static final Duration ABANDONED_AFTER = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final StorageNode node;
  private final Clock clock;
  private final TransactionRecovery<
          TransactAction, CommandResult.Written, CommandResult.Reason, Refusal>
      recovery;

  TransactionUpkeep(StorageNode node, Clock clock, ShardTransactions messages, Timer timer) {
    this.node = node;
    this.clock = clock;
    this.recovery =
        new TransactionRecovery<>(new LocalUnfinished(node), messages, messages, ATTEMPTS, timer);
  }

  /** Settles everything that is left from before; no coordinator is alive yet. */
  void settleAfterStart() {
    for (ShardId shard : node.shardIds()) {
      TransactionRecovery.Pass pass =
          recovery.sweep(shard, clock.currentTimeMillis() + 1, Duration.ZERO, MOST).join();
      if (pass.found() > 0) {
        LOG.info("settled {} of {} transactions in {}", pass.settled(), pass.found(), shard);
      }
    }
  }

  void watch(Timer timer) {
    timer.every(INTERVAL, () -> node.shardIds().forEach(this::settleAbandoned));
  }

  private void settleAbandoned(ShardId shard) {
    var unused =
        recovery
            .sweep(shard, clock.currentTimeMillis(), ABANDONED_AFTER, MOST)
            .exceptionally(
                failure -> {
                  LOG.warn("recovery of transactions in {} failed", shard, failure);
                  return null;
                });
  }

  /** What the shards of this node hold. */
  private record LocalUnfinished(StorageNode node) implements UnfinishedTransactions {
    @Override
    public CompletableFuture<List<Unfinished>> startedBefore(ShardId id, long millis, int most) {
      Shard shard = node.shard(id);
      return shard
          .preparedTransactions()
          .thenApply(
              prepared -> {
                List<Unfinished> found = new ArrayList<>();
                for (LedgerEntry entry : shard.reader().ledgerEntries()) {
                  found.add(
                      new Unfinished(hlc(entry.transaction()), id, entry.participants(), true));
                }
                for (PreparedTransaction one : prepared) {
                  found.add(
                      new Unfinished(hlc(one.transaction()), one.ledger(), List.of(id), false));
                }
                return found.stream()
                    .filter(one -> one.transaction().physicalMillis() < millis)
                    .sorted(Comparator.comparing(Unfinished::transaction))
                    .limit(most)
                    .toList();
              });
    }

    private static Hlc hlc(TransactionId transaction) {
      return Hlc.fromUuid(transaction.value());
    }
  }
}
