package io.cairndb.coordinator.core;

import io.cairndb.causality.Hlc;
import io.cairndb.causality.HybridClock;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.PreparedTransaction;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.TransactionId;
import io.cairndb.transactions.Pauses;
import io.cairndb.transactions.TransactionRecovery;
import io.cairndb.transactions.Unfinished;
import io.cairndb.transactions.UnfinishedTransactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles abandoned transactions in all shards: those whose coordinator gave up or is gone, and, in
 * a process that has the shards to itself, at the start those a crash left behind. Any number may
 * work beside each other. Thread-safe.
 */
public final class TransactionUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionUpkeep.class);
  private static final int ATTEMPTS = 5;

  /** Most transactions of a shard that are settled at a time. */
  public static final int MOST = 256;

  private static final Duration ABANDONED_AFTER = Duration.ofSeconds(5);

  /** Time between two looks at all shards. */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<List<ShardId>> shards;
  private final HybridClock clock;
  private final TransactionRecovery<
          TransactAction, CommandResult.Written, CommandResult.Reason, Refusal>
      recovery;

  /** The last pass of each shard; while it runs, the shard is left alone. */
  private final Map<ShardId, CompletableFuture<TransactionRecovery.Pass>> passes =
      new ConcurrentHashMap<>();

  /** Shards whose last pass failed, which is told once. */
  private final Set<ShardId> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param shards every shard there is, as far as known
   * @param clock tells the age of transactions, see {@link #sweep}
   */
  public TransactionUpkeep(
      Supplier<List<ShardId>> shards,
      TransactionRecords records,
      HybridClock clock,
      ShardTransactions messages,
      Pauses pauses) {
    this.shards = shards;
    this.clock = clock;
    this.recovery =
        new TransactionRecovery<>(
            new UnfinishedInShards(records), messages, messages, ATTEMPTS, pauses);
  }

  /**
   * Settles everything that is left from before, when it is certain that no coordinator is alive.
   * What cannot be settled now stays locked and is tried again by {@link #look}.
   */
  public void settleAfterStart() {
    shards.get().forEach(this::settleAll);
  }

  private void settleAll(ShardId shard) {
    TransactionRecovery.Pass pass;
    do {
      pass = settleSome(shard);
      if (pass.found() > 0) {
        LOG.info("settled {} of {} transactions in {}", pass.settled(), pass.found(), shard);
      }
    } while (pass.found() == MOST);
  }

  private TransactionRecovery.Pass settleSome(ShardId shard) {
    try {
      return sweep(shard, Duration.ZERO).join();
    } catch (CompletionException failure) {
      LOG.error("transactions in {} could not be settled", shard, failure);
      return new TransactionRecovery.Pass(0, 0);
    }
  }

  /**
   * The hybrid clock tells the age, not the wall clock: it is ahead of every transaction that ever
   * was, also when the wall clock has been set back.
   */
  private CompletableFuture<TransactionRecovery.Pass> sweep(ShardId shard, Duration abandoned) {
    return recovery.sweep(shard, clock.tick().physicalMillis() + 1, abandoned, MOST);
  }

  /**
   * Starts a pass over every shard whose last one has ended; to be called every {@link #INTERVAL}.
   */
  public void look() {
    shards.get().forEach(this::look);
  }

  /** Figures since the start, for meters. */
  public TransactionRecovery.Stats stats() {
    return recovery.stats();
  }

  private void look(ShardId shard) {
    CompletableFuture<TransactionRecovery.Pass> last = passes.get(shard);
    if (last == null || last.isDone()) {
      passes.put(
          shard,
          sweep(shard, ABANDONED_AFTER)
              .whenComplete(
                  (pass, failure) -> {
                    if (failure == null) {
                      failing.remove(shard);
                    } else if (failing.add(shard)) {
                      LOG.warn(
                          "recovery of transactions in {} fails: {}", shard, failure.toString());
                    }
                  }));
    }
  }

  /**
   * Records of shards as the protocol sees them, page by page from the oldest on. A page that is
   * full is followed by the next one, not by itself: else transactions that cannot be settled,
   * because the shard of their ledger has failed, would keep all younger ones from being looked at.
   */
  private static final class UnfinishedInShards implements UnfinishedTransactions {
    private final TransactionRecords records;

    /** The last transaction of each shard's last page; none at the beginning. */
    private final Map<ShardId, Hlc> pages = new ConcurrentHashMap<>();

    UnfinishedInShards(TransactionRecords records) {
      this.records = records;
    }

    @Override
    public CompletableFuture<List<Unfinished>> startedBefore(ShardId id, long millis, int most) {
      return records
          .heldBy(id)
          .thenApply(
              held -> page(id, millis, most, unfinished(id, held.ledger(), held.prepared())));
    }

    private List<Unfinished> page(ShardId id, long millis, int most, List<Unfinished> all) {
      Hlc last = pages.getOrDefault(id, Hlc.MIN);
      List<Unfinished> page =
          all.stream()
              .filter(one -> one.transaction().physicalMillis() < millis)
              .filter(one -> one.transaction().isAfter(last))
              .sorted(Comparator.comparing(Unfinished::transaction))
              .limit(most)
              .toList();
      if (page.size() == most) {
        pages.put(id, page.getLast().transaction());
      } else {
        pages.remove(id);
      }
      return page;
    }

    private static List<Unfinished> unfinished(
        ShardId id, List<LedgerEntry> ledger, List<PreparedTransaction> prepared) {
      List<Unfinished> found = new ArrayList<>();
      for (LedgerEntry entry : ledger) {
        found.add(new Unfinished(hlc(entry.transaction()), id, entry.participants(), true));
      }
      for (PreparedTransaction one : prepared) {
        found.add(new Unfinished(hlc(one.transaction()), one.ledger(), List.of(id), false));
      }
      return found;
    }

    private static Hlc hlc(TransactionId transaction) {
      return Hlc.fromUuid(transaction.value());
    }
  }
}
