package io.cairndb.rpc.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that hangs is told from one that is slow, and from one that is gone. */
@Timeout(60)
final class PeerCircuitTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Connections connections =
      new Connections(
          RpcOptions.DEFAULT.withPatience(
              new RpcOptions.Patience(
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(5),
                  Duration.ofMillis(100),
                  Duration.ofMillis(400))));
  private volatile Consumer<StreamObserver<NodeDescription>> behaviour = PeerCircuitTest::answer;

  /** Answers as told, on the event loop of its connection. */
  private final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    @Override
    public void describe(Empty request, StreamObserver<NodeDescription> answer) {
      behaviour.accept(answer);
    }
  }

  @AfterEach
  void close() {
    connections.close();
  }

  private static void answer(StreamObserver<NodeDescription> observer) {
    observer.onNext(NodeDescription.getDefaultInstance());
    observer.onCompleted();
  }

  private Server serve(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
    return Rpc.server(address, RpcOptions.DEFAULT, List.of(new Node())).start();
  }

  private CompletableFuture<NodeDescription> ask(int port, Duration deadline) {
    HostPort address = new HostPort(LOOPBACK.getHostAddress(), port);
    return Calls.ask(
        connections.to(address),
        StorageNodeGrpc.getDescribeMethod(),
        Empty.getDefaultInstance(),
        deadline);
  }

  private boolean answers(int port) {
    return ask(port, LONG).handle((answer, failure) -> failure == null).join();
  }

  private static CallFailure failure(CompletableFuture<NodeDescription> answer) {
    CompletionException failed = assertThrows(CompletionException.class, answer::join);
    return assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
  }

  private static void await(BooleanSupplier condition, String otherwise) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, otherwise);
      Thread.onSpinWait();
    }
  }

  private void awaitSilent(int peers) {
    await(() -> connections.stats().silent() == peers, "silent: " + connections.stats());
  }

  private void assertEndsAtOnce(int port) {
    CompletableFuture<NodeDescription> refused = ask(port, LONG);
    assertTrue(refused.isDone(), "it waits");
    CallFailure failure = failure(refused);
    assertEquals(CallFailure.Kind.UNAVAILABLE, failure.kind());
    assertTrue(failure.certain(), failure.toString());
  }

  @Test
  void aServerThatAcceptsAndNeverAnswersIsAvoidedUntilItDoes() throws IOException {
    int port;
    try (ServerSocket deaf = new ServerSocket(0, 50, LOOPBACK)) {
      port = deaf.getLocalPort();
      CompletableFuture<NodeDescription> first = ask(port, SHORT);
      awaitSilent(1);
      assertEndsAtOnce(port);
      CallFailure late = failure(first);
      assertTrue(late.certain(), "it was never sent: " + late);
      assertTrue(connections.stats().refused() > 0);
    }
    // Once nobody is there the channel itself says so.
    awaitSilent(0);
    Server server = serve(port);
    await(() -> answers(port), "it is not found again");
    server.shutdownNow();
  }

  @Test
  void oneThatIsSlowAnswersProbesAndIsLeftAlone() throws Exception {
    Server server = serve(0);
    CompletableFuture<StreamObserver<NodeDescription>> slow = new CompletableFuture<>();
    behaviour = slow::complete;
    CompletableFuture<NodeDescription> underWay = ask(server.getPort(), LONG);
    await(() -> connections.stats().probes() >= 5, "it is not probed");
    assertEquals(0, connections.stats().refused());
    assertFalse(underWay.isDone());
    answer(slow.get(10, TimeUnit.SECONDS));
    underWay.join();
    server.shutdownNow();
  }

  @Test
  void onlyTheProcessThatHangsIsAvoided() throws IOException {
    Server server = serve(0);
    try (ServerSocket deaf = new ServerSocket(0, 50, LOOPBACK)) {
      var _ = ask(deaf.getLocalPort(), LONG);
      awaitSilent(1);
      ask(server.getPort(), LONG).join();
      assertEndsAtOnce(deaf.getLocalPort());
    }
    server.shutdownNow();
  }
}
