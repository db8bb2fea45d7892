package io.cairndb.coordinator.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordinator.core.Forwarding;
import io.cairndb.coordinator.core.PartitionMaps;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.ForwardRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.shard.codec.TransactionCodec;
import io.cairndb.shard.transact.ItemTransactions;
import io.cairndb.shard.transact.ItemTransactions.WriteOutcome;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A router must learn from a coordinator exactly how certain it is what a storage node did: a
 * refusal taken for a loss makes clients look for what never happened, a loss taken for a refusal
 * lets them do it twice.
 */
class CoordinatorServiceTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 1));
  private static final UUID GROUP = new UUID(2, 2);
  private static final ShardId HOME = new ShardId(1, 3);
  private static final ByteString REQUEST = ByteString.copyFromUtf8("not opened");

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final Node node = new Node();
  private final Transactions transactions = new Transactions();
  private final AdmissionControl admission = new AdmissionControl(2);
  private Server nodeServer;
  private Channel coordinator;

  /** A storage node that does as told. */
  private static final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    private volatile BiConsumer<ExecuteRequest, StreamObserver<Payload>> behaviour =
        (request, answer) -> {
          answer.onNext(Payload.newBuilder().setMessage(request.getMessage()).build());
          answer.onCompleted();
        };

    @Override
    public void execute(ExecuteRequest request, StreamObserver<Payload> answer) {
      behaviour.accept(request, answer);
    }
  }

  /** Transactions that end when the test says so. */
  private static final class Transactions implements ItemTransactions {
    private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Context> context = new CompletableFuture<>();

    @Override
    public CompletableFuture<WriteOutcome> write(WriteRequest request) {
      context.complete(Context.current());
      return outcome;
    }

    @Override
    public CompletableFuture<ReadOutcome> read(ReadRequest request) {
      return CompletableFuture.completedFuture(new ReadOutcome.Conflict(List.of(true)));
    }
  }

  private static final class OneMap implements PartitionMaps {
    private static final PartitionMap MAP =
        PartitionMap.EMPTY.with(
            GROUP, List.of(new Partition(PARTITION, GROUP, TokenRange.ALL, HOME, new Epoch(1))));

    @Override
    public PartitionMap current() {
      return MAP;
    }

    @Override
    public CompletableFuture<Boolean> awaitVersion(long version, Duration atMost) {
      return CompletableFuture.completedFuture(false);
    }
  }

  @BeforeEach
  void open() throws IOException {
    nodeServer = serve(node);
    Connections connections = new Connections(RpcOptions.DEFAULT);
    closing.push(connections);
    ClusterMember member =
        new ClusterMember(new UUID(7, 7), HOME.node(), address(nodeServer), 4, true);
    ClusterView view = new ClusterView(1, List.of(member), List.of(HOME), 1);
    StorageNodes nodes = new StorageNodes(() -> view, connections, LONG);
    closing.push(nodes);
    Forwarding forwarding = new Forwarding(new OneMap(), admission, LONG);
    Server server = serve(new CoordinatorService(forwarding, nodes, transactions));
    coordinator = connections.to(address(server));
  }

  @AfterEach
  void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  private Server serve(BindableService service) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = Rpc.server(any, RpcOptions.DEFAULT, List.of(service)).start();
    closing.push(server::shutdownNow);
    return server;
  }

  private static HostPort address(Server server) {
    return new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort());
  }

  private CompletableFuture<Payload> forward(PartitionId partition, Duration deadline) {
    ForwardRequest request =
        ForwardRequest.newBuilder()
            .setPartition(Payloads.id(partition.value()))
            .setMapVersion(1)
            .setMessage(REQUEST)
            .build();
    return Calls.ask(coordinator, CoordinatorGrpc.getForwardMethod(), request, deadline);
  }

  private static CallFailure failureOf(CompletableFuture<?> call) {
    CompletionException failed = assertThrows(CompletionException.class, call::join);
    return assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
  }

  @Test
  void requestsAndAnswersTravelUnopened() {
    assertEquals(REQUEST, forward(PARTITION, LONG).join().getMessage());
    assertEquals(0, admission.stats().inFlight());
  }

  @Test
  void aPartitionNobodyKnowsIsAStaleRoute() {
    Payload answer = forward(new PartitionId(new UUID(9, 9)), LONG).join();
    assertEquals(
        new Refusal.WrongPartition(null), ShardCodec.decodeResponse(Payloads.message(answer)));
  }

  @Test
  void aRefusalOfTheNodeIsCertain() {
    node.behaviour =
        (request, answer) ->
            answer.onError(CallFailure.refuse(CallFailure.Kind.OVERLOADED, "too much"));
    CallFailure failure = failureOf(forward(PARTITION, LONG));
    assertEquals(CallFailure.Kind.OVERLOADED, failure.kind());
    assertTrue(failure.certain(), failure.reason());
  }

  @Test
  void aNodeThatIsAwayCertainlyDidNothing() throws InterruptedException {
    nodeServer.shutdownNow().awaitTermination();
    CallFailure failure = failureOf(forward(PARTITION, LONG));
    assertEquals(CallFailure.Kind.UNAVAILABLE, failure.kind());
    assertTrue(failure.certain(), failure.reason());
  }

  @Test
  void aNodeLostWithTheRequestMayHaveDoneIt() {
    node.behaviour = (request, answer) -> nodeServer.shutdownNow();
    CallFailure failure = failureOf(forward(PARTITION, LONG));
    assertFalse(failure.certain(), failure.reason());
  }

  @Test
  void aDefectOfTheNodeMayHaveComeAfterTheDeed() {
    node.behaviour =
        (request, answer) -> answer.onError(CallFailure.failed(new IllegalStateException("test")));
    CallFailure failure = failureOf(forward(PARTITION, LONG));
    assertEquals(CallFailure.Kind.FAULT, failure.kind());
    assertFalse(failure.certain(), failure.reason());
  }

  @Test
  void tooManyRequestsAreRefusedForCertain() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(2);
    node.behaviour = (request, answer) -> arrived.countDown();
    CompletableFuture<Payload> _ = forward(PARTITION, LONG);
    CompletableFuture<Payload> _ = forward(PARTITION, LONG);
    assertTrue(arrived.await(20, TimeUnit.SECONDS));
    CallFailure failure = failureOf(forward(PARTITION, LONG));
    assertEquals(CallFailure.Kind.OVERLOADED, failure.kind());
    assertTrue(failure.certain(), failure.reason());
  }

  /** A request nobody waits for any more must not hold a place here nor work on a node. */
  @Test
  void aCancelledRequestIsCancelledAtTheNode() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    node.behaviour =
        (request, answer) -> {
          ((ServerCallStreamObserver<Payload>) answer).setOnCancelHandler(cancelled::countDown);
          arrived.countDown();
        };
    CompletableFuture<Payload> call = forward(PARTITION, LONG);
    assertTrue(arrived.await(20, TimeUnit.SECONDS));
    call.cancel(false);
    assertTrue(cancelled.await(20, TimeUnit.SECONDS));
  }

  @Test
  void theDeadlineOfTheCallerHoldsForTheNode() throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<Duration> left = new CompletableFuture<>();
    node.behaviour =
        (request, answer) -> {
          ((ServerCallStreamObserver<Payload>) answer).setOnCancelHandler(cancelled::countDown);
          long nanos = Context.current().getDeadline().timeRemaining(TimeUnit.NANOSECONDS);
          left.complete(Duration.ofNanos(nanos));
        };
    Duration deadline = Duration.ofMillis(500);
    CallFailure failure = failureOf(forward(PARTITION, deadline));
    assertEquals(CallFailure.Kind.LATE, failure.kind());
    assertFalse(failure.certain(), failure.reason());
    assertTrue(left.join().compareTo(deadline) <= 0, left.join().toString());
    assertTrue(cancelled.await(20, TimeUnit.SECONDS));
  }

  private CompletableFuture<Payload> transact() {
    Payload request =
        Payloads.payload(
            TransactionCodec.encode(
                new ItemTransactions.WriteRequest(List.of(), Optional.empty())));
    return Calls.ask(coordinator, CoordinatorGrpc.getTransactWriteMethod(), request, LONG);
  }

  @Test
  void outcomesOfTransactionsComeAsTheyAre() {
    WriteOutcome outcome = new WriteOutcome.Refused(new Refusal.Unavailable("test"));
    transactions.outcome.complete(outcome);
    assertEquals(outcome, TransactionCodec.decodeWriteOutcome(Payloads.message(transact().join())));
  }

  /** Half of a transaction may have been committed when its client goes. */
  @Test
  void aTransactionGoesOnWithoutItsClient() {
    CompletableFuture<Payload> call = transact();
    Context context = transactions.context.join();
    call.cancel(false);
    forward(PARTITION, LONG).join();
    assertFalse(context.isCancelled());
    assertEquals(null, context.getDeadline());
  }

  @Test
  void aTransactionThatCannotBeReadIsRefused() {
    Payload garbage = Payload.newBuilder().setMessage(REQUEST).build();
    CallFailure failure =
        failureOf(Calls.ask(coordinator, CoordinatorGrpc.getTransactWriteMethod(), garbage, LONG));
    assertTrue(failure.certain(), failure.reason());
  }
}
