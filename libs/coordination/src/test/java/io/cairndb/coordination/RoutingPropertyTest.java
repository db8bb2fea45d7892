package io.cairndb.coordination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.RandomSource;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Gatherings while partitions split under them, with answers in random order, now and later: every
 * request is served exactly once, by the owner of its token, answers keep the order of the calls,
 * and the fan-out is never exceeded.
 */
class RoutingPropertyTest {
  private static final UUID GROUP = new UUID(1, 1);
  private static final int ROUNDS = 400;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());
  private final RandomSource random = RandomSource.seeded(seed);
  private final List<Runnable> undelivered = new ArrayList<>();
  private PartitionMap truth = PartitionMap.EMPTY;
  private PartitionMap seen = PartitionMap.EMPTY;
  private int nextId = 1;
  private int underWay;
  private int mostUnderWay;
  private int staleAnswers;

  private void split(int count) {
    List<Partition> partitions = new ArrayList<>();
    for (TokenRange range : TokenRange.split(count)) {
      PartitionId id = new PartitionId(new UUID(9, nextId));
      partitions.add(new Partition(id, GROUP, range, new ShardId(0, 0), new Epoch(nextId++)));
    }
    truth = truth.with(GROUP, partitions);
  }

  private CompletableFuture<String> serve(Partition partition, String request, List<String> log) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    Runnable deliver =
        () -> {
          underWay--;
          if (truth.find(partition.id()) == null) {
            staleAnswers++;
            seen = truth;
            answer.complete(TextAnswers.STALE);
          } else {
            log.add(request);
            answer.complete("served " + request);
          }
        };
    if (random.nextInt(3) == 0) {
      deliver.run();
    } else {
      undelivered.add(deliver);
    }
    return answer;
  }

  private void round() {
    List<String> log = new ArrayList<>();
    Coordinator<String, String> coordinator =
        new Coordinator<>(
            () -> seen,
            (partition, request) -> serve(partition, request, log),
            new TextAnswers(),
            new AdmissionControl(100),
            new ManualClock(0),
            new Coordinator.Limits(1000, 4));
    List<Coordinator.Call<String>> calls = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    int count = random.nextInt(20);
    for (int i = 0; i < count; i++) {
      long token = random.nextLong();
      String name = "request " + i;
      expected.add("served " + name);
      calls.add(
          new Coordinator.Call<>(
              GROUP,
              token,
              partition -> {
                assertTrue(partition.range().contains(token));
                return name;
              }));
    }
    CompletableFuture<List<String>> answers = coordinator.gather(calls, null);
    while (!undelivered.isEmpty()) {
      if (random.nextInt(4) == 0) {
        split(1 + random.nextInt(5));
      }
      undelivered.remove(random.nextInt(undelivered.size())).run();
    }
    assertEquals(expected, answers.join());
    assertEquals(count, log.size());
    assertTrue(mostUnderWay <= 4, () -> "under way at once: " + mostUnderWay);
  }

  @Test
  void everyRequestIsServedOnceByTheOwnerOfItsToken() {
    System.out.println(
        "seed "
            + seed
            + "; again: mvn -pl libs/coordination -am test -Dtest=RoutingPropertyTest -Dcairn.seed="
            + seed);
    split(3);
    seen = truth;
    for (int i = 0; i < ROUNDS; i++) {
      round();
    }
    assertTrue(staleAnswers > ROUNDS / 10, "too few splits met a request: " + staleAnswers);
  }
}
