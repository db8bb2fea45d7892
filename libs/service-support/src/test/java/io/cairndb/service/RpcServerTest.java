package io.cairndb.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops loses nothing it was sent, and keeps nobody waiting. */
@Timeout(120)
final class RpcServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int ROUNDS = 20;
  private static final int CALLERS = 8;

  /** Answers at once. */
  private static final class Quick extends CoordinatorGrpc.CoordinatorImplBase {
    @Override
    public void transactRead(Payload request, StreamObserver<Payload> answer) {
      answer.onNext(request);
      answer.onCompleted();
    }
  }

  /** Streams that nobody ends. */
  private static final class Endless extends PartitionManagerGrpc.PartitionManagerImplBase {
    private final CompletableFuture<StreamObserver<WatchResponse>> watcher =
        new CompletableFuture<>();

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
      watcher.complete(answer);
    }
  }

  private final Endless endless = new Endless();

  private RpcServer start() {
    RpcServer server =
        new RpcServer(
            new RpcProperties(
                new HostPort("127.0.0.1", 0),
                null,
                false,
                LONG,
                new RpcProperties.Patience(LONG, LONG, LONG, LONG, LONG)),
            new ListenAddresses(false),
            RpcOptions.DEFAULT,
            List.of(new Quick(), endless));
    server.start();
    return server;
  }

  private static ManagedChannel channel(RpcServer server) {
    HostPort address = server.advertised();
    return Rpc.channel(address.host(), address.port(), RpcOptions.DEFAULT);
  }

  /** Calls again and again until one fails. */
  private static void call(
      ManagedChannel channel, CountDownLatch begun, CompletableFuture<CallFailure> end) {
    var unused =
        Calls.ask(
                channel,
                CoordinatorGrpc.getTransactReadMethod(),
                Payload.getDefaultInstance(),
                LONG)
            .whenComplete(
                (answer, failure) -> {
                  begun.countDown();
                  if (failure == null) {
                    call(channel, begun, end);
                  } else {
                    end.complete(assertInstanceOf(CallFailedException.class, failure).failure());
                  }
                });
  }

  /** A write that was on its way at the stop must not end as one of unknown outcome. */
  @Test
  void everyCallMadeBeforeTheStopIsAnsweredAndEveryLaterOneCertainlyNotDone() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      RpcServer server = start();
      ManagedChannel channel = channel(server);
      try {
        CountDownLatch begun = new CountDownLatch(100);
        List<CompletableFuture<CallFailure>> ends = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
          CompletableFuture<CallFailure> end = new CompletableFuture<>();
          ends.add(end);
          call(channel, begun, end);
        }
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        server.stop();
        for (CompletableFuture<CallFailure> end : ends) {
          CallFailure failure = end.get(20, TimeUnit.SECONDS);
          assertTrue(failure.certain(), "round " + round + ": " + failure);
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void streamsEndWithTheServerAndHoldNothingUp() throws Exception {
    RpcServer server = start();
    ManagedChannel channel = channel(server);
    try {
      CompletableFuture<CallFailure> end = new CompletableFuture<>();
      Calls.follow(
          channel,
          PartitionManagerGrpc.getWatchMethod(),
          WatchRequest.getDefaultInstance(),
          new Calls.Listener<WatchResponse>() {
            @Override
            public void onMessage(WatchResponse message) {
              end.completeExceptionally(new AssertionError("not a message"));
            }

            @Override
            public void onEnd(CallFailure reason) {
              end.complete(reason);
            }
          });
      StreamObserver<WatchResponse> watcher = endless.watcher.get(20, TimeUnit.SECONDS);
      CompletableFuture.runAsync(server::stop).get(10, TimeUnit.SECONDS);
      CallFailure reason = end.get(20, TimeUnit.SECONDS);
      assertEquals("UNAVAILABLE: the service stops", reason.reason());
      // The handler may not have noticed yet.
      watcher.onNext(WatchResponse.getDefaultInstance());
      watcher.onCompleted();
    } finally {
      channel.shutdownNow();
    }
  }
}
