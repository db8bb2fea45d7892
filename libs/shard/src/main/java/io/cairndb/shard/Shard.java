package io.cairndb.shard;

import io.cairndb.causality.ClockSkewException;
import io.cairndb.causality.Hlc;
import io.cairndb.causality.HybridClock;
import io.cairndb.env.Workers;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.WriteListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One event loop over one engine. Commands are evaluated one at a time in the order they were
 * accepted, usually on the thread that submits; their answers are released, in that order, when
 * everything they rest on is durable, usually on the engine's log thread. The next command is
 * evaluated while the disk still works for the last.
 *
 * <p>Transitions: open → failed when the engine fails; open or failed → closed by {@link #close}. A
 * failed or closed shard refuses commands; a failed one still answers reads from what is durable.
 *
 * <p>Thread-safe.
 */
public final class Shard implements AutoCloseable {
  private static final String ENGINE_FAILED = "the storage engine has failed";

  private final ShardId id;
  private final StorageEngine engine;
  private final HybridClock clock;
  private final ShardOptions options;
  private final ShardListener listener;
  private final ShardStateMachine machine;
  private final SerialExecutor<Runnable> loop;
  private final ChangeFeed changeFeed;
  private final ShardReader reader;
  private final Removals removals;
  private final SweptExpiries swept = new SweptExpiries();
  private final AtomicReference<@Nullable String> stopped = new AtomicReference<>();
  private final AtomicReference<@Nullable Pending> closing = new AtomicReference<>();
  private volatile boolean failed;

  /** The catalog as of the newest durable batch: what readers see. */
  private volatile ShardCatalog durableCatalog;

  private Shard(
      ShardId id,
      StorageEngine engine,
      HybridClock clock,
      ShardOptions options,
      Executor relief,
      ShardListener listener,
      ShardStateMachine machine) {
    this.id = id;
    this.engine = engine;
    this.clock = clock;
    this.options = options;
    this.listener = listener;
    this.machine = machine;
    this.loop =
        new SerialExecutor<>(
            Runnable::run,
            options.queueCapacity(),
            options.maxRun(),
            relief,
            Workers::isWorkerThread);
    this.durableCatalog = machine.catalog();
    this.changeFeed = new ChangeFeed(engine, machine.trees(), this::durableCatalog);
    this.removals = new Removals(clock.tick());
    this.reader = new ShardReader(engine, machine.trees(), this::durableCatalog, removals, swept);
  }

  /**
   * Opens the shard that {@code engine} holds. The engine stays the caller's to close, after the
   * shard.
   *
   * @param clock shared by the shards of a node; moved past every timestamp the shard ever gave
   * @param relief takes the loop over from a submitter that has run enough of it
   */
  public static Shard open(
      ShardId id,
      StorageEngine engine,
      HybridClock clock,
      ShardOptions options,
      Executor relief,
      ShardListener listener) {
    try (ReadView latest = engine.latest()) {
      ShardStateMachine machine = ShardStateMachine.load(engine, latest, id);
      clock.advanceTo(new Hlc(machine.clockMarkMillis() << 16, 0));
      Shard shard = new Shard(id, engine, clock, options, relief, listener, machine);
      Evaluation opening = machine.evaluateOpen(clock.tick(), latest);
      if (!opening.batch().isEmpty()) {
        // Not waited for: the log is in order, so it is durable before anything that follows.
        engine.write(opening.batch(), Durability.SYNC, shard.new Pending(null));
      }
      return shard;
    }
  }

  public ShardId id() {
    return id;
  }

  /**
   * Evaluates {@code command} and answers when the answer is durable. Never completes
   * exceptionally. Whoever attaches to the future must not block: it may run on the engine's log
   * thread. It may submit: a write can have to wait for the log, so nothing is evaluated there.
   */
  public CompletableFuture<CommandResult> submit(Command command) {
    String reason = stopped.get();
    if (reason != null) {
      return CompletableFuture.completedFuture(new Refusal.Unavailable(reason));
    }
    Pending pending = new Pending(command);
    if (endsTransaction(command)) {
      loop.submitAlways(pending);
    } else if (!loop.submit(pending)) {
      listener.onOverload(id);
      pending.complete(new Refusal.Overloaded());
    }
    return pending;
  }

  /**
   * What ends transactions is accepted however full the loop is: turned away it would keep items
   * locked, and so the load up. There is no more of it than of what was accepted to begin them.
   */
  private static boolean endsTransaction(Command command) {
    return command instanceof Command.CommitTransaction
        || command instanceof Command.AbortTransaction
        || command instanceof Command.RecordDecision
        || command instanceof Command.ForgetTransaction;
  }

  /** Answers reads, on the caller's thread. */
  public ShardReader reader() {
    return reader;
  }

  /** What changed, in order. */
  public ChangeLogReader changes() {
    return changeFeed;
  }

  /** Transactions that hold intents here. */
  public CompletableFuture<List<PreparedTransaction>> preparedTransactions() {
    CompletableFuture<List<PreparedTransaction>> answer = new CompletableFuture<>();
    loop.submitAlways(
        () -> {
          List<PreparedTransaction> found = new ArrayList<>();
          machine.forEachPrepared(found::add);
          answer.complete(found);
        });
    return answer;
  }

  /**
   * Ledger records not forgotten yet, oldest transaction first: open ones, and decided ones someone
   * may still have to end.
   */
  public CompletableFuture<List<LedgerEntry>> ledgerEntries() {
    CompletableFuture<List<LedgerEntry>> answer = new CompletableFuture<>();
    loop.submitAlways(() -> answer.complete(machine.ledgerEntries()));
    return answer;
  }

  /** Figures of what is durable. */
  public ShardStatistics statistics() {
    boolean exact = true;
    List<ShardStatistics.PartitionSize> sizes = new ArrayList<>();
    for (ShardCatalog.Hosted hosted : durableCatalog.partitions()) {
      PartitionCounts counts = hosted.counts();
      exact &= !counts.isRecounting();
      sizes.add(
          new ShardStatistics.PartitionSize(
              hosted.partition().id(), counts.items(), counts.localIndexes()));
    }
    return new ShardStatistics(sizes, loop.depth(), exact, machine.rememberedRequests());
  }

  /**
   * Refuses new commands, lets accepted ones finish and writes the figures down; after a failure of
   * the engine nothing is written, but what the loop has accepted is waited for all the same. Waits
   * for another thread that closes.
   */
  @Override
  public void close() {
    stopped.compareAndSet(null, "the shard is closed");
    Pending last = new Pending(null);
    Pending earlier = closing.compareAndExchange(null, last);
    if (earlier == null) {
      loop.submitAlways(last::runClose);
    }
    (earlier == null ? last : earlier).join();
  }

  private ShardCatalog durableCatalog() {
    return durableCatalog;
  }

  private void fail(EngineFailedException failure) {
    failed = true;
    if (stopped.compareAndSet(null, ENGINE_FAILED)) {
      listener.onEngineFailure(id, failure);
    }
  }

  /** One command from acceptance to answer; the future its submitter holds. */
  private final class Pending extends CompletableFuture<CommandResult>
      implements Runnable, WriteListener {
    private final @Nullable Command command;
    private @Nullable Evaluation evaluation;
    private @Nullable ShardCatalog catalog;

    /** A command, or null for the shard's own writes. */
    Pending(@Nullable Command command) {
      this.command = command;
    }

    @Override
    public void run() {
      if (command == null) {
        throw new IllegalStateException("nothing to run");
      }
      if (failed) {
        complete(new Refusal.Unavailable(ENGINE_FAILED));
        return;
      }
      Evaluation decided;
      try (ReadView latest = engine.latest()) {
        decided = machine.evaluate(command, timestampOf(command), latest);
      } catch (ClockSkewException skew) {
        complete(new Refusal.Unavailable(String.valueOf(skew.getMessage())));
        return;
      } catch (EngineFailedException failure) {
        fail(failure);
        complete(new Refusal.Unavailable(ENGINE_FAILED));
        return;
      } catch (RuntimeException | Error defect) {
        // An error, too, leaves nothing behind; unanswered, its submitter would wait for ever.
        listener.onDefect(id, command.getClass().getSimpleName(), defect);
        complete(new Refusal.Unavailable("the command could not be evaluated"));
        return;
      }
      log(decided);
    }

    /**
     * A feed takes the identity of an index for the place where it begins in every change log. It
     * comes from another node's clock, and what is recorded here once the index is known must lie
     * behind it.
     */
    private Hlc timestampOf(Command of) {
      Hlc now = clock.tick();
      if (of instanceof Command.InstallSchema install) {
        for (SecondaryIndex index : install.schema().globalIndexes()) {
          Hlc birth = index.id().version() == 7 ? Hlc.fromUuid(index.id()) : Hlc.MIN;
          now = birth.compareTo(now) > 0 ? clock.observe(birth) : now;
        }
      }
      return now;
    }

    /**
     * Only what lives in this shard alone may be lost with the power; what other shards, the
     * catalog or an index rest on may not.
     */
    private Durability durability() {
      return command instanceof Command.WriteItem || command instanceof Command.ExpireItem
          ? options.durability()
          : Durability.SYNC;
    }

    void runClose() {
      if (failed) {
        // Memory may be ahead of what is on disk.
        complete(new CommandResult.Done());
        return;
      }
      try (ReadView latest = engine.latest()) {
        log(machine.evaluateClose(clock.tick(), latest));
      } catch (EngineFailedException failure) {
        complete(new CommandResult.Done());
      } catch (RuntimeException defect) {
        listener.onDefect(id, "close", defect);
        complete(new CommandResult.Done());
      }
    }

    private void log(Evaluation decided) {
      evaluation = decided;
      try {
        machine.apply(decided);
        removals.decided(decided.removed(), decided.now);
        catalog = machine.catalog();
        if (decided.batch().isEmpty()) {
          engine.whenDurable(this);
        } else {
          engine.write(decided.batch(), durability(), this);
        }
      } catch (EngineFailedException failure) {
        onFailure(failure);
      } catch (RuntimeException | Error defect) {
        // Memory may be ahead of the log, and nothing decided from it must be acknowledged.
        onFailure(new EngineFailedException("a batch could not be logged", defect));
      }
    }

    @Override
    public void onDurable(long sequence) {
      Evaluation done = evaluation;
      if (done == null) {
        return;
      }
      if (catalog != null && catalog != durableCatalog) {
        durableCatalog = catalog;
      }
      removals.durable(done.removed(), done.now);
      for (Evaluation.Expiry expiry : done.expiries()) {
        swept.durable(expiry.tableId(), expiry.seconds());
      }
      done.land();
      evaluation = null;
      try {
        for (Evaluation.Changed change : done.changed()) {
          changeFeed.onDurable(change.partition(), change.position());
        }
      } catch (RuntimeException defect) {
        listener.onDefect(id, "change listener", defect);
      }
      complete(done.result());
    }

    @Override
    public void onFailure(EngineFailedException failure) {
      fail(failure);
      Evaluation lost = evaluation;
      complete(
          lost == null || lost.batch().isEmpty()
              ? new Refusal.Unavailable(ENGINE_FAILED)
              : new CommandResult.UnknownOutcome(ENGINE_FAILED));
    }
  }
}
