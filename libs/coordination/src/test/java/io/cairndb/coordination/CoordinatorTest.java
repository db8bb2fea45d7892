package io.cairndb.coordination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What one request and one gathering do, case by case. */
class CoordinatorTest {
  private static final UUID GROUP = new UUID(1, 1);
  private final ManualClock clock = new ManualClock(0);
  private final AdmissionControl admission = new AdmissionControl(3);
  private final List<Partition> sentTo = new ArrayList<>();
  private PartitionMap map = PartitionMap.EMPTY.with(GROUP, List.of(partition(1, TokenRange.ALL)));

  private static Partition partition(int id, TokenRange range) {
    return new Partition(
        new PartitionId(new UUID(9, id)), GROUP, range, new ShardId(0, 0), new Epoch(id));
  }

  private Coordinator<String, String> coordinator(PartitionClient<String, String> client) {
    PartitionClient<String, String> recording =
        (partition, request) -> {
          sentTo.add(partition);
          return client.send(partition, request);
        };
    return new Coordinator<>(
        () -> map, recording, new TextAnswers(), admission, clock, new Coordinator.Limits(3, 2));
  }

  private static Coordinator.Call<String> call(long token) {
    return new Coordinator.Call<>(GROUP, token, partition -> "at " + partition.epoch().value());
  }

  @Test
  void anAnswerThatIsThereAtOnceIsPassedOnUntouched() {
    CompletableFuture<String> ready = CompletableFuture.completedFuture("yes");
    assertSame(ready, coordinator((partition, request) -> ready).send(call(5), null));
    assertEquals(0, admission.stats().inFlight());
  }

  @Test
  void aStaleRouteIsTakenAgainWithTheNewerMap() {
    Coordinator<String, String> coordinator =
        coordinator(
            (partition, request) -> {
              if (partition.epoch().value() == 1) {
                map = map.with(GROUP, List.of(partition(2, TokenRange.ALL)));
                return CompletableFuture.completedFuture(TextAnswers.STALE);
              }
              return CompletableFuture.completedFuture(request);
            });
    assertEquals("at 2", coordinator.send(call(5), null).join());
    assertEquals(2, sentTo.size());
    assertEquals(1, coordinator.stats().staleRoutes());
  }

  @Test
  void aStaleRouteWithoutANewerMapIsTheAnswer() {
    Coordinator<String, String> coordinator =
        coordinator((partition, request) -> CompletableFuture.completedFuture(TextAnswers.STALE));
    assertEquals(TextAnswers.STALE, coordinator.send(call(5), null).join());
    assertEquals(1, sentTo.size());
  }

  @Test
  void retriesEndEvenWhenTheMapNeverSettles() {
    Coordinator<String, String> coordinator =
        coordinator(
            (partition, request) -> {
              int next = (int) partition.epoch().value() + 1;
              map = map.with(GROUP, List.of(partition(next, TokenRange.ALL)));
              return CompletableFuture.completedFuture(TextAnswers.STALE);
            });
    assertEquals(TextAnswers.STALE, coordinator.send(call(5), null).join());
    assertEquals(3, sentTo.size());
  }

  @Test
  void nothingIsSentAfterTheDeadline() {
    Coordinator<String, String> coordinator =
        coordinator((partition, request) -> CompletableFuture.completedFuture("late"));
    Deadline deadline = Deadline.after(clock, Duration.ofMillis(10));
    clock.advance(Duration.ofMillis(10));
    assertEquals(TextAnswers.DEADLINE, coordinator.send(call(5), deadline).join());
    assertTrue(sentTo.isEmpty());
    assertEquals(Duration.ZERO, deadline.remaining(clock));
    assertEquals(1, coordinator.stats().expired());
  }

  @Test
  void beyondTheLimitRequestsAreRefusedUntilAnotherEnds() {
    List<CompletableFuture<String>> open = new ArrayList<>();
    Coordinator<String, String> coordinator =
        coordinator(
            (partition, request) -> {
              CompletableFuture<String> answer = new CompletableFuture<>();
              open.add(answer);
              return answer;
            });
    for (int i = 0; i < 3; i++) {
      assertFalse(coordinator.send(call(i), null).isDone());
    }
    assertEquals(TextAnswers.OVERLOADED, coordinator.send(call(3), null).join());
    open.getFirst().completeExceptionally(new IllegalStateException("node lost"));
    assertFalse(coordinator.send(call(4), null).isDone());
    assertEquals(new AdmissionControl.Stats(3, 3, 4, 1), admission.stats());
  }

  @Test
  void anUnknownGroupIsAnAnswer() {
    Coordinator<String, String> coordinator =
        coordinator((partition, request) -> CompletableFuture.completedFuture("no"));
    map = map.without(GROUP);
    assertEquals(TextAnswers.UNKNOWN_GROUP, coordinator.send(call(1), null).join());
  }

  @Test
  void aClientThatThrowsDoesNotKeepItsPlace() {
    Coordinator<String, String> coordinator =
        coordinator(
            (partition, request) -> {
              throw new IllegalStateException("broken");
            });
    assertThrows(IllegalStateException.class, () -> coordinator.send(call(1), null));
    assertEquals(0, admission.stats().inFlight());
  }

  @Test
  void aGatheringFailsWithItsFirstFailureAndSendsNoMore() {
    List<CompletableFuture<String>> open = new ArrayList<>();
    Coordinator<String, String> coordinator =
        coordinator(
            (partition, request) -> {
              CompletableFuture<String> answer = new CompletableFuture<>();
              open.add(answer);
              return answer;
            });
    CompletableFuture<List<String>> all =
        coordinator.gather(List.of(call(1), call(2), call(3)), null);
    assertEquals(2, open.size());
    open.get(0).completeExceptionally(new IllegalStateException("node lost"));
    assertFalse(all.isDone(), "another call is still under way");
    open.get(1).complete("fine");
    CompletionException failure = assertThrows(CompletionException.class, all::join);
    assertEquals(
        "java.lang.IllegalStateException: node lost", String.valueOf(failure.getMessage()));
    assertEquals(2, open.size());
  }

  @Test
  void gatheringNothingIsAnsweredAtOnce() {
    Coordinator<String, String> coordinator =
        coordinator((partition, request) -> CompletableFuture.completedFuture("no"));
    assertEquals(List.of(), coordinator.gather(List.of(), null).join());
  }
}
