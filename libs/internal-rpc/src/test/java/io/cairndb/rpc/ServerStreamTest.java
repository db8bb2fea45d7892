package io.cairndb.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.rpc.proto.ChangeNotice;
import io.cairndb.rpc.proto.ShardRef;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sending side of a stream ends once, whoever ends it, and forgets what is out of date. */
final class ServerStreamTest {
  private static final ChangeNotice NOTICE =
      ChangeNotice.newBuilder().setPartition(Payloads.id(new UUID(1, 2))).build();

  private final AtomicInteger ends = new AtomicInteger();
  private final BlockingQueue<ChangeNotice> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<CallFailure> end = new CompletableFuture<>();
  private final CompletableFuture<ServerStream<ChangeNotice>> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final LinkedBlockingQueue<ChangeNotice> toSend = new LinkedBlockingQueue<>();
  private volatile boolean broken;
  private volatile boolean exhausted;
  private volatile boolean stopped;
  private final Server server;
  private final ManagedChannel channel = Rpc.inProcessChannel("server-stream");

  ServerStreamTest() throws IOException {
    server = Rpc.inProcessServer("server-stream", List.of(new Node())).start();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    @Override
    public void watchChanges(ShardRef shard, StreamObserver<ChangeNotice> answer) {
      opened.complete(
          ServerStream.open(
              answer,
              () -> {
                if (broken) {
                  throw new IllegalStateException("secret");
                }
                if (exhausted) {
                  throw new StackOverflowError("secret");
                }
                return toSend.poll();
              },
              task -> {
                if (stopped) {
                  throw new RejectedExecutionException("test");
                }
                task.run();
              },
              () -> {
                ends.incrementAndGet();
                ended.complete(null);
              }));
    }
  }

  private Calls.Subscription follow() {
    return Calls.follow(
        channel,
        StorageNodeGrpc.getWatchChangesMethod(),
        ShardRef.getDefaultInstance(),
        new Calls.Listener<ChangeNotice>() {
          @Override
          public void onMessage(ChangeNotice message) {
            received.add(message);
          }

          @Override
          public void onEnd(CallFailure reason) {
            end.complete(reason);
          }
        });
  }

  private void send() throws Exception {
    toSend.add(NOTICE);
    opened.get(20, TimeUnit.SECONDS).wake();
    assertEquals(NOTICE, received.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aFollowerThatLeavesEndsIt() throws Exception {
    Calls.Subscription subscription = follow();
    send();
    subscription.close();
    ended.get(20, TimeUnit.SECONDS);
    opened.join().end(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "late"));
    opened.join().wake();
    assertEquals(1, ends.get());
  }

  @Test
  void theOwnerEndsItWithAReason() throws Exception {
    follow();
    send();
    opened.join().end(CallFailure.refuse(CallFailure.Kind.UNAVAILABLE, "going away"));
    opened.join().end(CallFailure.refuse(CallFailure.Kind.FAULT, "twice"));
    CallFailure reason = end.get(20, TimeUnit.SECONDS);
    assertEquals(CallFailure.Kind.UNAVAILABLE, reason.kind());
    assertTrue(reason.reason().contains("going away"), reason.reason());
    assertEquals(1, ends.get());
  }

  @Test
  void aSourceThatFailsEndsItAndTellsNoSecrets() throws Exception {
    follow();
    send();
    broken = true;
    opened.join().wake();
    assertEquals("INTERNAL: IllegalStateException", end.get(20, TimeUnit.SECONDS).reason());
    assertEquals(1, ends.get());
  }

  /** A receiver that is not told would take silence for no news. */
  @Test
  void anErrorOnTheWayEndsItToo() throws Exception {
    follow();
    send();
    exhausted = true;
    opened.join().wake();
    assertEquals("INTERNAL: StackOverflowError", end.get(20, TimeUnit.SECONDS).reason());
    assertEquals(1, ends.get());
  }

  @Test
  void aSenderThatStopsTellsTheReceiver() throws Exception {
    follow();
    send();
    stopped = true;
    opened.join().wake();
    assertEquals(CallFailure.Kind.UNAVAILABLE, end.get(20, TimeUnit.SECONDS).kind());
    assertEquals(1, ends.get());
  }

  @Test
  void theNewestValueOfAKeyTakesThePlaceOfTheOneBefore() {
    ServerStream.Newest<String, Integer> newest = new ServerStream.Newest<>();
    newest.put("a", 1);
    newest.put("b", 2);
    newest.put("a", 3);
    assertEquals(Map.entry("a", 3), newest.take());
    newest.put("a", 4);
    assertEquals(Map.entry("b", 2), newest.take());
    assertEquals(Map.entry("a", 4), newest.take());
    assertNull(newest.take());
  }
}
