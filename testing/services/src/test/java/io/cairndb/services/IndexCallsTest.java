package io.cairndb.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.grpc.IndexGrpcService;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.placement.Partition;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.IndexLag;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others ask an index service: answers are true, come in time, and waiting is bounded. */
@Timeout(60)
final class IndexCallsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static void await(BooleanSupplier condition, String otherwise) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, otherwise);
      Thread.onSpinWait();
    }
  }

  @Test
  void whatWasAcknowledgedBeforeTheCallIsInTheIndex() {
    SecondaryIndex index = cluster.addIndex("g");
    try (IndexProcess service = new IndexProcess(cluster)) {
      for (int i = 1; i <= 100; i++) {
        cluster.put(Cluster.item("p" + i, "g", "1")).join();
        assertTrue(service.awaitCaughtUp(index, null, LONG).join());
        assertEquals(i, cluster.entries(index).size(), "it does not see its own write");
      }
    }
  }

  @Test
  void manyWaitAtOnce() {
    SecondaryIndex index = cluster.addIndex("g");
    try (IndexProcess service = new IndexProcess(cluster)) {
      List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        var _ = cluster.put(Cluster.item("p" + i % 20, "g", "1"));
        waiting.add(service.awaitCaughtUp(index, null, LONG));
      }
      waiting.forEach(one -> assertTrue(one.join()));
      assertEquals(0, service.indexes.service().waiting());
    }
  }

  /** Never true, and not later than the caller can use it. */
  @Test
  void aSourceThatCannotBeAskedIsNotCaughtUp() throws Exception {
    SecondaryIndex index = cluster.addIndex("g");
    try (IndexProcess service = new IndexProcess(cluster)) {
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      cluster.source.cutOff();
      long began = System.nanoTime();
      assertFalse(service.awaitCaughtUp(index, null, Duration.ofSeconds(1)).join());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      assertTrue(millis >= 500, "it gave up after " + millis + " ms");
      CompletableFuture<Boolean> patient = service.awaitCaughtUp(index, null, LONG);
      cluster.source.reconnect();
      assertTrue(patient.join(), "it came back in time");
    }
  }

  @Test
  void onePartitionIsEnoughForWhoeverBuildsAnIndex() throws Exception {
    SecondaryIndex index = cluster.addIndex("g");
    try (IndexProcess service = new IndexProcess(cluster)) {
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      cluster.destination.cutOff();
      Partition first = cluster.tablePartitions().getFirst();
      assertTrue(
          service.awaitCaughtUp(index, first, LONG).join(), "its log is empty: nothing is missing");
      for (int i = 0; i < 40; i++) {
        cluster.put(Cluster.item("p" + i, "g", "1")).join();
      }
      assertFalse(service.awaitCaughtUp(index, first, Duration.ofMillis(500)).join());
      cluster.destination.reconnect();
      assertTrue(service.awaitCaughtUp(index, first, LONG).join());
    }
  }

  @Test
  void anIndexThatIsOnlyJustKnownElsewhereIsWaitedFor() {
    try (IndexProcess service = new IndexProcess(cluster)) {
      SecondaryIndex index = cluster.addIndex("g");
      cluster.put(Cluster.item("p", "g", "1")).join();
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      assertEquals(1, cluster.entries(index).size());
    }
  }

  @Test
  void whoLosesInterestMakesRoom() throws Exception {
    SecondaryIndex index = cluster.addIndex("g");
    IndexGrpcService.Limits limits =
        new IndexGrpcService.Limits(2, Duration.ofMinutes(1), Duration.ofMillis(20));
    try (IndexProcess service = new IndexProcess(cluster, FeedOptions.DEFAULT, limits)) {
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      cluster.destination.cutOff();
      cluster.put(Cluster.item("p", "g", "1")).join();
      CompletableFuture<Boolean> first = askAndCancel(service, index);
      CompletableFuture<Boolean> second = askAndCancel(service, index);
      await(() -> service.indexes.service().waiting() == 2, "they do not wait");
      CompletionException refused =
          assertThrows(
              CompletionException.class, () -> service.awaitCaughtUp(index, null, LONG).join());
      CallFailedException cause = assertInstanceOf(CallFailedException.class, refused.getCause());
      assertEquals(CallFailure.Kind.OVERLOADED, cause.failure().kind());
      first.cancel(false);
      await(() -> service.indexes.service().waiting() == 1, "it is still waited for");
      cluster.destination.reconnect();
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      assertTrue(second.join());
    }
  }

  /** The future of the call itself: cancelling one made of it would not reach it. */
  private static CompletableFuture<Boolean> askAndCancel(
      IndexProcess service, SecondaryIndex index) {
    var call = service.ask(index, null, LONG);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    var _ =
        call.whenComplete(
            (response, failure) -> {
              if (failure == null) {
                answer.complete(response.getCaughtUp());
              } else {
                answer.completeExceptionally(failure);
              }
            });
    var _ =
        answer.whenComplete(
            (value, failure) -> {
              if (answer.isCancelled()) {
                call.cancel(false);
              }
            });
    return answer;
  }

  @Test
  void whoeverAdmitsWritersIsToldOfTablesThatLag() throws Exception {
    SecondaryIndex index = cluster.addIndex("g");
    FeedOptions usual = FeedOptions.DEFAULT;
    FeedOptions impatient =
        new FeedOptions(
            usual.maxRecords(),
            usual.maxBytes(),
            usual.maxActive(),
            usual.minBackoff(),
            Duration.ofMillis(50),
            usual.cursorInterval(),
            Duration.ofMillis(300));
    IndexGrpcService.Limits limits =
        new IndexGrpcService.Limits(10, Duration.ofMinutes(1), Duration.ofMillis(20));
    try (IndexProcess service = new IndexProcess(cluster, impatient, limits)) {
      assertTrue(service.awaitCaughtUp(index, null, LONG).join());
      BlockingQueue<IndexLag> told = new LinkedBlockingQueue<>();
      CompletableFuture<CallFailure> end = new CompletableFuture<>();
      Calls.Subscription subscription = follow(service, told, end);
      assertTrue(next(told).getSlowDownList().isEmpty());
      cluster.destination.cutOff();
      cluster.put(Cluster.item("p", "g", "1")).join();
      IndexLag lag = next(told);
      while (lag.getSlowDownList().isEmpty()) {
        lag = next(told);
      }
      assertEquals(Cluster.TABLE, Payloads.uuid(lag.getSlowDown(0)));
      assertTrue(lag.getLagSeconds() > 0.2, "too early: " + lag.getLagSeconds());
      cluster.destination.reconnect();
      while (!lag.getSlowDownList().isEmpty() || lag.getLagSeconds() > 0) {
        lag = next(told);
      }
      subscription.close();
      end.get(10, TimeUnit.SECONDS);
    }
  }

  private static IndexLag next(BlockingQueue<IndexLag> told) throws InterruptedException {
    IndexLag next = told.poll(20, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing more is told");
    return next;
  }

  private static Calls.Subscription follow(
      IndexProcess service, BlockingQueue<IndexLag> told, CompletableFuture<CallFailure> end) {
    return Calls.follow(
        service.channel(),
        IndexServiceGrpc.getWatchLagMethod(),
        Empty.getDefaultInstance(),
        new Calls.Listener<IndexLag>() {
          @Override
          public void onMessage(IndexLag message) {
            told.add(message);
          }

          @Override
          public void onEnd(CallFailure reason) {
            end.complete(reason);
          }
        });
  }
}
