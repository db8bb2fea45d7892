package io.cairndb.router.grpc;

import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordination.Coordinator;
import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.placement.Partition;
import io.cairndb.router.assembly.RouterAssembly;
import io.cairndb.router.assembly.RouterParts;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.items.LaggingIndexes;
import io.cairndb.router.core.items.ShardAnswers;
import io.cairndb.rpc.CarriedDelays;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.shard.Command;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The cores of one router, wired to the other services; without an HTTP server and without a
 * framework. Thread-safe. The watch and the connections stay the caller's.
 */
public final class RouterProcess implements AutoCloseable {
  private final FrontDoor frontDoor;
  private final AdmissionControl admission;
  private final Coordinator<ShardRequest, ShardResponse> shards;
  private final ExpressionCompiler compiler = new ExpressionCompiler();
  private final Questions questions;
  private final LaggingIndexes indexes;
  private final IndexLagWatch lag;
  private final LongAdder slowedWrites = new LongAdder();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  /** The other services. */
  public record Peers(Peer coordinator, Peer partitionManager, Peer indexService) {}

  /** The machine. */
  public record Machine(Clock clock, RandomSource random, Delays delays) {}

  /**
   * Bounds.
   *
   * @param requestsInFlight requests to partitions under way at a time; more are refused
   * @param callDeadline time for each call
   * @param attemptDeadline part of it for the first attempt of what may be asked twice
   * @param changeRetention how long storage nodes keep changes
   */
  public record Limits(
      int requestsInFlight,
      Duration callDeadline,
      Duration attemptDeadline,
      Duration changeRetention) {
    public static final Limits DEFAULT =
        new Limits(16_384, Duration.ofSeconds(10), Duration.ofSeconds(4), Duration.ofHours(24));
  }

  /**
   * Wires a router.
   *
   * @param endpoint host and port clients reach it at
   */
  public RouterProcess(
      ClusterWatch watch, Peers peers, Machine machine, Limits limits, Supplier<String> endpoint) {
    this(watch, peers, machine, limits, endpoint, FrontDoorEvents.logging());
  }

  /**
   * Wires a router.
   *
   * @param endpoint host and port clients reach it at
   * @param events hears of requests
   */
  public RouterProcess(
      ClusterWatch watch,
      Peers peers,
      Machine machine,
      Limits limits,
      Supplier<String> endpoint,
      FrontDoorEvents events) {
    admission = new AdmissionControl(limits.requestsInFlight());
    lag = new IndexLagWatch(peers.indexService(), machine.delays());
    questions =
        new Questions(
            peers.coordinator(),
            machine.clock(),
            new Questions.Times(limits.callDeadline(), limits.attemptDeadline()));
    indexes =
        new LaggingIndexes(
            new RemoteIndexBarrier(
                peers.indexService(), machine.clock(), new CarriedDelays(machine.delays())));
    CoordinatorClient client =
        new CoordinatorClient(peers.coordinator(), questions, watch, limits.callDeadline());
    shards =
        new Coordinator<>(
            () -> watch.catalog().partitions(),
            (partition, request) -> send(client, partition, request),
            ShardAnswers.INSTANCE,
            admission,
            machine.clock(),
            Coordinator.Limits.DEFAULT);
    frontDoor =
        RouterAssembly.frontDoor(
            new RouterParts(
                new RemoteTableControl(peers.partitionManager(), watch),
                shards,
                new RemoteTransactions(peers.coordinator(), questions, limits.callDeadline()),
                indexes,
                new RemoteChangeLogs(questions),
                compiler),
            new RouterAssembly.Surroundings(
                machine.clock(),
                machine.random(),
                CallScopes.inScope(blocking),
                endpoint,
                limits.changeRetention(),
                events));
    lag.start();
  }

  private CompletableFuture<ShardResponse> send(
      CoordinatorClient client, Partition partition, ShardRequest request) {
    if (request instanceof Command.WriteItem write && lag.mustSlowDown(write.tableId())) {
      slowedWrites.increment();
      return CompletableFuture.completedFuture(new Refusal.Overloaded());
    }
    return client.send(partition, request);
  }

  public FrontDoor frontDoor() {
    return frontDoor;
  }

  /** Figures for meters. */
  public AdmissionControl.Stats admission() {
    return admission.stats();
  }

  /** Figures for meters. */
  public Coordinator.Stats routing() {
    return shards.stats();
  }

  /** Reads sent a second time since the first was late or lost. */
  public long repeatedReads() {
    return questions.repeated();
  }

  /** Reads of global indexes that may lack what was acknowledged before them. */
  public long indexReadsBehind() {
    return indexes.readsBehind();
  }

  /** Writes turned away since indexes of their table are too far behind. */
  public long slowedWrites() {
    return slowedWrites.sum();
  }

  public long expressionCacheHits() {
    return compiler.cacheHits();
  }

  public long expressionCacheMisses() {
    return compiler.cacheMisses();
  }

  /** Lets operations under way end; no more may be begun. */
  @Override
  public void close() {
    lag.close();
    blocking.close();
  }
}
