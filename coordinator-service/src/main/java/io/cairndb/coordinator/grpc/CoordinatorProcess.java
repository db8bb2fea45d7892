package io.cairndb.coordinator.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.causality.HybridClock;
import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordinator.core.AdmittedTransactions;
import io.cairndb.coordinator.core.DistributedTransactions;
import io.cairndb.coordinator.core.Forwarding;
import io.cairndb.coordinator.core.PartitionMaps;
import io.cairndb.coordinator.core.PendingTransactions;
import io.cairndb.coordinator.core.ShardTransactions;
import io.cairndb.coordinator.core.TransactionRecords;
import io.cairndb.coordinator.core.TransactionUpkeep;
import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.placement.PartitionMap;
import io.cairndb.rpc.CarriedDelays;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.transactions.Pauses;
import io.cairndb.transactions.TransactionRecovery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cores of one coordinator, wired to the other services; without a gRPC server and without a
 * framework. Thread-safe. The watch and the connections stay the caller's.
 *
 * <p>Requests are forwarded as soon as the watch brings a map. Transactions begin when the cluster
 * has formed, since their decisions are kept in the shards fixed then, and this process has its
 * number, which keeps its timestamps apart from those of others.
 */
public final class CoordinatorProcess implements AutoCloseable {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final int MAX_DOUBLINGS = 7;

  private final ClusterWatch watch;
  private final Machine machine;
  private final StorageNodes nodes;
  private final AdmissionControl admission;
  private final Forwarding forwarding;
  private final PendingTransactions pending = new PendingTransactions();
  private final Pauses pauses;
  private final LongAdder transactionRetries = new LongAdder();

  @GuardedBy("this")
  private int number;

  private volatile Optional<Running> running = Optional.empty();
  private volatile boolean closed;

  /** Transactions, once they have begun. */
  private record Running(DistributedTransactions transactions, TransactionUpkeep upkeep) {}

  /** The machine. */
  public record Machine(Clock clock, RandomSource random, Delays delays) {}

  /**
   * Bounds.
   *
   * @param requestsInFlight requests and transactions under way at a time; more are refused
   * @param callDeadline time for each call of a storage node
   * @param mapWait how long a request waits for the partition map it was planned with
   */
  public record Limits(int requestsInFlight, Duration callDeadline, Duration mapWait) {
    public static final Limits DEFAULT =
        new Limits(16_384, Duration.ofSeconds(10), Duration.ofMillis(500));
  }

  /** Wires a coordinator. */
  public CoordinatorProcess(
      ClusterWatch watch, Connections connections, Machine machine, Limits limits) {
    this.watch = watch;
    this.machine = machine;
    this.nodes = new StorageNodes(watch::cluster, connections, limits.callDeadline());
    this.admission = new AdmissionControl(limits.requestsInFlight());
    this.forwarding = new Forwarding(new WatchedMaps(watch), admission, limits.mapWait());
    Delays carried = new CarriedDelays(machine.delays());
    this.pauses =
        attempt -> {
          transactionRetries.increment();
          CompletableFuture<Void> pause = new CompletableFuture<>();
          long millis = FIRST_PAUSE_MILLIS << Math.min(attempt, MAX_DOUBLINGS);
          carried.after(Duration.ofMillis(millis), () -> pause.complete(null));
          return pause;
        };
    watch.onChange(this::maybeBegin);
  }

  private record WatchedMaps(ClusterWatch watch) implements PartitionMaps {
    @Override
    public PartitionMap current() {
      return watch.catalog().partitions();
    }

    @Override
    public CompletableFuture<Boolean> awaitVersion(long version, Duration atMost) {
      return watch.awaitMapVersion(version, atMost);
    }
  }

  /** What routers ask. */
  public CoordinatorService service() {
    return new CoordinatorService(forwarding, nodes, new AdmittedTransactions(pending, admission));
  }

  /** Tells the number that the cluster gave this process; later calls have no effect. */
  public void numbered(int given) {
    synchronized (this) {
      if (number == 0) {
        number = given;
      }
    }
    maybeBegin();
  }

  /** Whether all requests can be served. */
  public boolean isReady() {
    return watch.isReady() && pending.hasBegun();
  }

  private synchronized void maybeBegin() {
    if (number == 0 || !watch.cluster().isFormed() || pending.hasBegun()) {
      return;
    }
    HybridClock clock = new HybridClock(machine.clock(), number, machine.random());
    ShardTransactions messages = new ShardTransactions(nodes::send);
    DistributedTransactions transactions =
        new DistributedTransactions(
            () -> watch.catalog().partitions(), messages, watch.cluster().ledgers(), clock, pauses);
    TransactionRecords records =
        shard ->
            nodes
                .unfinishedTransactions(shard)
                .thenApply(held -> new TransactionRecords.Held(held.ledger(), held.prepared()));
    TransactionUpkeep upkeep =
        new TransactionUpkeep(() -> watch.cluster().shards(), records, clock, messages, pauses);
    pending.begin(transactions);
    running = Optional.of(new Running(transactions, upkeep));
    lookLater(upkeep);
  }

  /** Others may coordinate beside this one: only what has been abandoned is taken up. */
  private void lookLater(TransactionUpkeep upkeep) {
    machine
        .delays()
        .after(
            TransactionUpkeep.INTERVAL,
            () -> {
              if (!closed) {
                try {
                  upkeep.look();
                } finally {
                  lookLater(upkeep);
                }
              }
            });
  }

  /** Figures for meters. */
  public AdmissionControl.Stats admission() {
    return admission.stats();
  }

  /** Figures for meters. */
  public Forwarding.Stats forwarding() {
    return forwarding.stats();
  }

  /** Write transactions done by one shard in one step. */
  public long localTransactions() {
    return running.map(all -> all.transactions().stats().local()).orElse(0L);
  }

  /** Write transactions over several shards. */
  public long distributedTransactions() {
    return running.map(all -> all.transactions().stats().distributed()).orElse(0L);
  }

  /** Messages of transactions that were sent again after a pause. */
  public long transactionRetries() {
    return transactionRetries.sum();
  }

  /** Abandoned transactions that this process has brought to an end. */
  public TransactionRecovery.Stats recovered() {
    return running.map(all -> all.upkeep().stats()).orElse(new TransactionRecovery.Stats(0, 0));
  }

  /** Stops looking for abandoned transactions. */
  @Override
  public void close() {
    closed = true;
    nodes.close();
  }
}
