package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.ForwardRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told when a coordinator refuses, is lost with their request, or is late. */
class CertaintyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ServiceCluster cluster;
  private Client client;
  private Server hostile;
  private volatile Consumer<StreamObserver<Payload>> behaviour = answer -> {};

  /** A coordinator in the place of the real one that does as told. */
  private final class Hostile extends CoordinatorGrpc.CoordinatorImplBase {
    @Override
    public void forward(ForwardRequest request, StreamObserver<Payload> answer) {
      behaviour.accept(answer);
    }

    @Override
    public void transactWrite(Payload request, StreamObserver<Payload> answer) {
      behaviour.accept(answer);
    }
  }

  @BeforeEach
  void start() throws IOException {
    cluster = ServiceCluster.start(1);
    client = new Client(cluster.endpoint());
    client.createTable("tab");
    client.eventually("PutItem", Client.put("tab", "p", "p", "s", "s"));
    cluster.coordinator().stop();
    HostPort address = cluster.coordinatorAddress();
    hostile =
        Rpc.server(
                new InetSocketAddress(address.host(), address.port()),
                RpcOptions.DEFAULT,
                List.of(new Hostile()))
            .start();
    // The router finds it: a read that is refused, and not for want of a connection.
    behaviour =
        answer ->
            answer.onError(CallFailure.refuse(CallFailure.Kind.OVERLOADED, "test: it is here"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = read();
    while (reply.status() != 400) {
      assertTrue(System.nanoTime() - end < 0, "not found in " + PATIENCE + ": " + reply);
      reply = read();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    hostile.shutdownNow().awaitTermination();
    client.close();
    cluster.close();
  }

  private Reply read() {
    return client.call("GetItem", Client.get("tab", "p", "p", "s", "s"));
  }

  private Reply write() {
    return client.call("PutItem", Client.put("tab", "p", "p", "s", "s"));
  }

  private Reply transact() {
    return client.call(
        "TransactWriteItems",
        Json.object(
            "TransactItems", List.of(Json.object("Put", Client.put("tab", "p", "p", "s", "s")))));
  }

  private void assertUnknown(Reply reply) {
    assertEquals(500, reply.status(), reply.toString());
    assertEquals("InternalServerError", reply.errorName());
  }

  @Test
  void aWriteLostAfterItWasSentIsNeitherSuccessNorFailure() {
    behaviour = answer -> hostile.shutdownNow();
    assertUnknown(write());
  }

  @Test
  void aTransactionLostAfterItWasSentIsNeitherSuccessNorFailure() {
    behaviour = answer -> hostile.shutdownNow();
    assertUnknown(transact());
  }

  @Test
  void aReadThatIsLostMayBeRepeated() {
    behaviour = answer -> hostile.shutdownNow();
    assertEquals("ServiceUnavailableException", read().errorName());
  }

  @Test
  void whatWasNeverSentMayBeRepeated() throws InterruptedException {
    hostile.shutdownNow().awaitTermination();
    // The router may learn of the end with the first request it sends into it.
    assertEquals(503, read().status());
    assertEquals(503, write().status());
    assertEquals(503, transact().status());
  }

  @Test
  void whatWasRefusedMayBeRepeated() {
    behaviour = answer -> answer.onError(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "test"));
    assertEquals(503, write().status());
    behaviour = answer -> answer.onError(CallFailure.refuse(CallFailure.Kind.OVERLOADED, "test"));
    assertEquals("ThrottlingException", write().errorName());
  }

  @Test
  void anAnswerNobodyCanReadMayBeOfADeed() {
    behaviour =
        answer -> {
          answer.onNext(Payload.getDefaultInstance());
          answer.onCompleted();
        };
    assertUnknown(write());
    assertUnknown(transact());
  }

  @Test
  void aRouteThatStaysStaleMayBeRepeated() {
    behaviour =
        answer -> {
          answer.onNext(Payloads.payload(ShardCodec.encode(new Refusal.WrongPartition(null))));
          answer.onCompleted();
        };
    assertEquals(503, write().status());
  }

  @Test
  void callsHaveADeadline() {
    CompletableFuture<Boolean> hasDeadline = new CompletableFuture<>();
    behaviour =
        answer -> {
          hasDeadline.complete(Context.current().getDeadline() != null);
          answer.onError(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "test"));
        };
    write();
    assertTrue(hasDeadline.join());
  }

  /** Requests of clients that have given up must not pile up behind a slow coordinator. */
  @Test
  void theCallsOfAClientThatGoesAreCancelled() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    behaviour =
        answer -> {
          ((ServerCallStreamObserver<Payload>) answer).setOnCancelHandler(cancelled::countDown);
          arrived.countDown();
        };
    String body = Json.write(Client.put("tab", "p", "p", "s", "s"));
    String head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
            + "X-Amz-Target: DynamoDB_20120810.PutItem\r\nX-Amz-Date: 20260101T000000Z\r\n"
            + "Authorization: "
            + Endpoint.AUTHORIZATION
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    try (Socket socket = new Socket(cluster.endpoint().getHost(), cluster.endpoint().getPort())) {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      assertTrue(arrived.await(20, TimeUnit.SECONDS));
    }
    assertTrue(cancelled.await(20, TimeUnit.SECONDS));
  }
}
