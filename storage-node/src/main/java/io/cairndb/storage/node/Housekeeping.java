package io.cairndb.storage.node;

import io.cairndb.env.Clock;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Shard;
import io.cairndb.storage.node.NodeListener.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work that comes with time: expired items go within a minute, change records after their
 * retention, tokens and marks of transactions after their window, dropped data and recounts bit by
 * bit; what the catalog does not know is told. Each kind goes through the shards' loops in small
 * commands, a bounded number in each tick. What fails in one shard keeps nothing from being done in
 * the others.
 *
 * <p>{@link #tick} is confined to one thread at a time.
 */
final class Housekeeping implements AutoCloseable {
  /** Records are many, small and dropped unread: trimming must outpace the writes of a minute. */
  private static final int TRIM_FACTOR = 8;

  private final List<Shard> shards;
  private final HousekeepingOptions options;
  private final Clock clock;
  private final NodeListener listener;
  private final Map<Shard, byte[]> transactionTrim = new HashMap<>();
  private volatile ChangeConsumers consumers = this::consumedHere;
  private final OrphanedGroups orphans;
  private @Nullable ScheduledExecutorService scheduler;
  private long nextExpiryNanos;
  private long nextTrimNanos;
  private long nextOrphanNanos;

  /** Of the round under way; null when nothing has failed. */
  private @Nullable RuntimeException failure;

  /** What is left of a round waits for the next start. */
  private volatile boolean closing;

  Housekeeping(
      List<Shard> shards, HousekeepingOptions options, Clock clock, NodeListener listener) {
    this.shards = shards;
    this.options = options;
    this.clock = clock;
    this.listener = listener;
    this.orphans = new OrphanedGroups(clock, listener);
    this.nextOrphanNanos = clock.nanoTime();
    this.nextExpiryNanos = clock.nanoTime();
    this.nextTrimNanos = clock.nanoTime();
  }

  synchronized void start(ThreadFactory threads) {
    if (scheduler != null) {
      throw new IllegalStateException("already started");
    }
    ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(threads);
    long millis = options.tick().toMillis();
    var task =
        started.scheduleWithFixedDelay(this::tickSafely, millis, millis, TimeUnit.MILLISECONDS);
    if (task.isCancelled()) {
      throw new IllegalStateException("the scheduler does not accept work");
    }
    scheduler = started;
  }

  void setChangeConsumers(ChangeConsumers wired) {
    consumers = wired;
  }

  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException | Error defect) {
      // Thrown on, it would end all further rounds.
      listener.onHousekeepingFailure(defect);
    }
  }

  /** Does what is due; the first failure is thrown when everything has been tried. */
  void tick() {
    failure = null;
    long now = clock.nanoTime();
    for (Shard shard : shards) {
      attempt(
          () -> advance(shard, Work.JOBS, new Command.AdvanceMaintenance(options.chunkItems())));
      attempt(() -> advance(shard, Work.RECOUNT, new Command.AdvanceRecount(options.chunkItems())));
    }
    if (now - nextExpiryNanos >= 0) {
      nextExpiryNanos = now + options.expiryInterval().toNanos();
      shards.forEach(shard -> attempt(() -> expire(shard)));
    }
    if (now - nextTrimNanos >= 0) {
      nextTrimNanos = now + options.trimInterval().toNanos();
      for (Shard shard : shards) {
        attempt(() -> trimChanges(shard));
        attempt(() -> trimTransactions(shard));
      }
    }
    if (now - nextOrphanNanos >= 0) {
      nextOrphanNanos = now + options.orphanInterval().toNanos();
      for (Shard shard : shards) {
        if (!closing) {
          attempt(() -> orphans.look(shard));
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Compares the shards' partitions with the catalog now; what fails, and keys that no partition is
   * recorded of, are left to the next tick.
   */
  void compareWithCatalog() {
    try {
      shards.forEach(orphans::lookAtRecords);
    } catch (RuntimeException defect) {
      listener.onHousekeepingFailure(defect);
    }
  }

  /** What of the shards the catalog does not know. */
  OrphanedGroups orphans() {
    return orphans;
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException defect) {
      if (failure == null) {
        failure = defect;
      } else if (!failure.equals(defect)) {
        failure.addSuppressed(defect);
      }
    }
  }

  /** Repeats a command until it has nothing left to do or the tick's share is used up. */
  private void advance(Shard shard, Work work, Command command) {
    int items = 0;
    for (int chunk = 0; chunk < options.chunksPerTick() && !closing; chunk++) {
      if (!(shard.submit(command).join() instanceof CommandResult.Progress progress)) {
        break;
      }
      items += progress.items();
      if (progress.next() == null) {
        break;
      }
    }
    report(shard, work, items);
  }

  private void expire(Shard shard) {
    long nowSeconds = Math.floorDiv(clock.currentTimeMillis(), 1000L);
    int expired = 0;
    for (int chunk = 0; chunk < options.chunksPerTick() && !closing; chunk++) {
      List<Command.ExpireItem> due = shard.reader().expired(nowSeconds, options.chunkItems());
      List<CompletableFuture<CommandResult>> answers = new ArrayList<>(due.size());
      due.forEach(command -> answers.add(shard.submit(command)));
      int done = 0;
      for (CompletableFuture<CommandResult> answer : answers) {
        // Others are locked by a transaction, or their shard is busy: the next round finds them.
        if (answer.join() instanceof CommandResult.Written) {
          done++;
        }
      }
      expired += done;
      if (due.size() < options.chunkItems() || done == 0) {
        break;
      }
    }
    report(shard, Work.EXPIRY, expired);
  }

  private void trimChanges(Shard shard) {
    long before = clock.currentTimeMillis() - options.changeRetention().toMillis();
    ChangePosition retention = ChangePosition.atMillis(Math.max(0, before));
    int dropped = 0;
    for (PartitionId partition : shard.changes().partitions()) {
      if (closing) {
        break;
      }
      ChangePosition consumed = consumed(shard, partition);
      Command.TrimChanges command =
          new Command.TrimChanges(
              partition, retention, consumed, TRIM_FACTOR * options.chunkItems());
      for (int chunk = 0; chunk < TRIM_FACTOR * options.chunksPerTick() && !closing; chunk++) {
        if (!(shard.submit(command).join() instanceof CommandResult.Progress progress)) {
          break;
        }
        dropped += progress.items();
        if (progress.next() == null) {
          break;
        }
      }
    }
    report(shard, Work.TRIM_CHANGES, dropped);
  }

  /**
   * Records that no index needs any more. None behind the tail of this moment: an index may be
   * added meanwhile, which the schema looked at does not have, and it needs what comes after it.
   */
  private ChangePosition consumed(Shard shard, PartitionId source) {
    ChangePosition tail = shard.changes().tail(source);
    TableSchema table = shard.reader().tableOf(source);
    if (table == null) {
      return ChangePosition.END;
    }
    ChangePosition consumed = consumers.consumed(table, source);
    return consumed.compareTo(tail) < 0 ? consumed : tail;
  }

  /** The least of the cursors that index partitions of this node hold in {@code source}. */
  private ChangePosition consumedHere(TableSchema table, PartitionId source) {
    ChangePosition least = ChangePosition.END;
    for (SecondaryIndex index : table.globalIndexes()) {
      for (Shard other : shards) {
        for (Partition partition : other.reader().partitionsOf(index.id())) {
          ChangePosition cursor = other.changes().indexCursor(partition.id(), source);
          least = cursor.compareTo(least) < 0 ? cursor : least;
        }
      }
    }
    return least;
  }

  private void trimTransactions(Shard shard) {
    int removed = 0;
    for (int chunk = 0; chunk < TRIM_FACTOR * options.chunksPerTick() && !closing; chunk++) {
      Command.TrimTransactions command =
          new Command.TrimTransactions(
              transactionTrim.get(shard), TRIM_FACTOR * options.chunkItems());
      if (!(shard.submit(command).join() instanceof CommandResult.Progress progress)) {
        break;
      }
      removed += progress.items();
      byte[] next = progress.next();
      if (next == null) {
        transactionTrim.remove(shard);
        break;
      }
      transactionTrim.put(shard, next);
    }
    report(shard, Work.TRIM_TRANSACTIONS, removed);
  }

  private void report(Shard shard, Work work, int items) {
    if (items > 0) {
      listener.onHousekeeping(shard.id(), work, items);
    }
  }

  @Override
  public synchronized void close() {
    closing = true;
    if (scheduler != null) {
      // Waits for the step in progress, which is short.
      scheduler.close();
      scheduler = null;
    }
  }
}
