package io.cairndb.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.rpc.proto.ChangeNotice;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.ShardRef;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Read;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers learn when calls are answered, refused, lost, late and never sent. */
final class CallsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Command COMMAND = new Command.DropTable(new UUID(1, 2));
  private static final Read READ = new Read.GetItems(List.of(), false);

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private BiConsumer<ExecuteRequest, StreamObserver<Payload>> behaviour =
      (request, answer) -> answer.onCompleted();

  @AfterEach
  void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  private final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    final AtomicInteger noticesSent = new AtomicInteger();

    @Override
    public void execute(ExecuteRequest request, StreamObserver<Payload> answer) {
      behaviour.accept(request, answer);
    }

    /** Sends without end, as fast as the follower takes them. */
    @Override
    public void watchChanges(ShardRef shard, StreamObserver<ChangeNotice> answer) {
      var observer = (ServerCallStreamObserver<ChangeNotice>) answer;
      observer.setOnCancelHandler(() -> {});
      observer.setOnReadyHandler(
          () -> {
            while (observer.isReady() && !observer.isCancelled()) {
              observer.onNext(
                  ChangeNotice.newBuilder()
                      .setPartition(Payloads.id(new UUID(0, noticesSent.incrementAndGet())))
                      .build());
            }
          });
    }
  }

  private final Node node = new Node();

  private Server serve() throws IOException {
    Server server =
        Rpc.server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            RpcOptions.DEFAULT,
            List.of(node));
    server.start();
    closing.push(server::shutdownNow);
    return server;
  }

  private Channel channel(int port) {
    ManagedChannel channel =
        Rpc.channel(InetAddress.getLoopbackAddress().getHostAddress(), port, RpcOptions.DEFAULT);
    closing.push(channel::shutdownNow);
    return channel;
  }

  private static CompletableFuture<Payload> ask(
      Channel channel, ShardRequest request, Duration deadline) {
    ExecuteRequest message =
        ExecuteRequest.newBuilder()
            .setMessage(Payloads.toByteString(ShardCodec.encode(request)))
            .build();
    return Calls.ask(channel, StorageNodeGrpc.getExecuteMethod(), message, deadline);
  }

  private static CallFailure failure(Channel channel, Duration deadline) {
    CompletableFuture<Payload> answer = ask(channel, COMMAND, deadline);
    CompletionException failed = assertThrows(CompletionException.class, answer::join);
    return assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
  }

  private void echo(ExecuteRequest request, StreamObserver<Payload> answer) {
    ShardRequest asked = ShardCodec.decodeRequest(Payloads.toBytes(request.getMessage()));
    ShardResponse response =
        new CommandResult.Rejected(asked instanceof Command ? "command" : "read");
    answer.onNext(Payloads.payload(ShardCodec.encode(response)));
    answer.onCompleted();
  }

  @Test
  void messagesPassTheNetworkAndTheProcess() throws IOException {
    behaviour = this::echo;
    Channel network = channel(serve().getPort());
    Server server = Rpc.inProcessServer("calls", List.of(node)).start();
    closing.push(server::shutdownNow);
    ManagedChannel near = Rpc.inProcessChannel("calls");
    closing.push(near::shutdownNow);
    for (Channel channel : List.of(network, near)) {
      Payload answer = ask(channel, READ, LONG).join();
      assertEquals(
          new CommandResult.Rejected("read"), ShardCodec.decodeResponse(Payloads.message(answer)));
    }
  }

  @Test
  void messagesUpToTheBoundPass() throws IOException {
    behaviour =
        (request, answer) -> {
          answer.onNext(Payload.newBuilder().setMessage(request.getMessage()).build());
          answer.onCompleted();
        };
    Channel channel = channel(serve().getPort());
    Bytes large = Bytes.of(new byte[17 * 1024 * 1024]);
    ExecuteRequest request =
        ExecuteRequest.newBuilder().setMessage(Payloads.toByteString(large)).build();
    Payload answer = Calls.ask(channel, StorageNodeGrpc.getExecuteMethod(), request, LONG).join();
    assertEquals(large, Payloads.message(answer));
  }

  @Test
  void whatNobodyListensToIsCertainlyNotDone() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    CallFailure failure = failure(channel(unused), LONG);
    assertTrue(failure.certain(), failure.toString());
    assertEquals(CallFailure.Kind.UNAVAILABLE, failure.kind());
    assertInstanceOf(Refusal.Unavailable.class, failure.responseTo(COMMAND));
  }

  @Test
  void whatWasSentAndLostIsUnknown() throws IOException {
    AtomicInteger arrived = new AtomicInteger();
    Server server = serve();
    behaviour =
        (request, answer) -> {
          arrived.incrementAndGet();
          server.shutdownNow();
        };
    CallFailure failure = failure(channel(server.getPort()), LONG);
    assertEquals(1, arrived.get());
    assertFalse(failure.certain(), failure.toString());
    assertInstanceOf(CommandResult.UnknownOutcome.class, failure.responseTo(COMMAND));
    assertInstanceOf(Refusal.Unavailable.class, failure.responseTo(READ));
  }

  @Test
  void deadlinesTravelAndLateAnswersAreUnknown() throws IOException {
    CompletableFuture<Boolean> otherSide = new CompletableFuture<>();
    behaviour =
        (request, answer) -> otherSide.complete(io.grpc.Context.current().getDeadline() != null);
    CallFailure failure = failure(channel(serve().getPort()), Duration.ofMillis(300));
    assertEquals(CallFailure.Kind.LATE, failure.kind());
    assertFalse(failure.certain());
    assertTrue(otherSide.join(), "the deadline was not passed on");
  }

  /** Whoever is asked for another must have the time left to say what became of it. */
  @Test
  void aCallMadeForAnotherEndsALittleBeforeIt() throws Exception {
    behaviour = (request, answer) -> {};
    Channel channel = channel(serve().getPort());
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    closing.push(timer::shutdownNow);
    Context.CancellableContext other = Context.ROOT.withDeadlineAfter(2, TimeUnit.SECONDS, timer);
    CompletableFuture<Boolean> inTime = new CompletableFuture<>();
    other.run(
        () -> {
          var _ =
              ask(channel, READ, LONG)
                  .whenComplete((answer, failure) -> inTime.complete(!other.isCancelled()));
        });
    assertTrue(inTime.get(20, TimeUnit.SECONDS));
    other.cancel(null);
  }

  @Test
  void refusalsOfTheOtherSideAreCertain() throws IOException {
    Channel channel = channel(serve().getPort());
    behaviour =
        (request, answer) ->
            answer.onError(CallFailure.refuse(CallFailure.Kind.OVERLOADED, "too much"));
    CallFailure overloaded = failure(channel, LONG);
    assertTrue(overloaded.certain());
    assertInstanceOf(Refusal.Overloaded.class, overloaded.responseTo(COMMAND));
    behaviour =
        (request, answer) ->
            answer.onError(CallFailure.refuse(new UnsupportedMessageException("command", 99)));
    CallFailure unsupported = failure(channel, LONG);
    assertEquals(
        new CallFailure(
            CallFailure.Kind.UNSUPPORTED, true, "UNIMPLEMENTED: command of unknown kind 99"),
        unsupported);
    behaviour =
        (request, answer) ->
            answer.onError(CallFailure.refuse(new MessageFormatException("request is empty")));
    assertEquals(CallFailure.Kind.FAULT, failure(channel, LONG).kind());
  }

  @Test
  void aFaultOnTheWayIsUnknownAndTellsNoSecrets() throws IOException {
    behaviour =
        (request, answer) -> answer.onError(CallFailure.failed(new IOException("secret path")));
    CallFailure failure = failure(channel(serve().getPort()), LONG);
    assertEquals(new CallFailure(CallFailure.Kind.FAULT, false, "INTERNAL: IOException"), failure);
  }

  @Test
  void aCallOfALaterVersionIsCertainlyNotDone() throws IOException {
    Channel channel = channel(serve().getPort());
    var unknown =
        StorageNodeGrpc.getExecuteMethod().toBuilder()
            .setFullMethodName("cairn.rpc.v1.StorageNode/Later")
            .build();
    CompletableFuture<Payload> answer =
        Calls.ask(channel, unknown, ExecuteRequest.getDefaultInstance(), LONG);
    CompletionException failed = assertThrows(CompletionException.class, answer::join);
    CallFailure failure = assertInstanceOf(CallFailedException.class, failed.getCause()).failure();
    assertEquals(CallFailure.Kind.UNSUPPORTED, failure.kind());
    assertTrue(failure.certain());
  }

  /** A follower that stands still stops the sender after what the window holds. */
  @Test
  void aSlowFollowerSlowsTheSender() throws Exception {
    Channel channel = channel(serve().getPort());
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch many = new CountDownLatch(200_000);
    CompletableFuture<CallFailure> end = new CompletableFuture<>();
    Calls.Subscription subscription =
        Calls.follow(
            channel,
            StorageNodeGrpc.getWatchChangesMethod(),
            ShardRef.getDefaultInstance(),
            new Calls.Listener<ChangeNotice>() {
              @Override
              public void onMessage(ChangeNotice message) {
                first.countDown();
                many.countDown();
                try {
                  assertTrue(goOn.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }

              @Override
              public void onEnd(CallFailure reason) {
                end.complete(reason);
              }
            });
    assertTrue(first.await(20, TimeUnit.SECONDS));
    int sent = node.noticesSent.get();
    int later = sent - 1;
    while (later != sent) {
      later = sent;
      assertFalse(many.await(300, TimeUnit.MILLISECONDS));
      sent = node.noticesSent.get();
    }
    goOn.countDown();
    assertTrue(many.await(20, TimeUnit.SECONDS), "the stream did not go on");
    assertTrue(node.noticesSent.get() > sent);
    subscription.close();
    assertEquals(CallFailure.Kind.LATE, end.get(20, TimeUnit.SECONDS).kind());
  }

  @Test
  void receivedBytesAreNotCopied() {
    Bytes bytes = Bytes.of(new byte[] {9, 1, 2, 3, 9}, 1, 3);
    Bytes back = Payloads.toBytes(Payloads.toByteString(bytes));
    assertEquals(bytes, back);
    assertSame(bytes.array(), back.array());
    var joined =
        Payloads.toByteString(bytes).concat(Payloads.toByteString(Bytes.of(new byte[500])));
    assertEquals(503, Payloads.toBytes(joined).length());
  }
}
