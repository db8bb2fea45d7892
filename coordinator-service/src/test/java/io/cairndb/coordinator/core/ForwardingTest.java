package io.cairndb.coordinator.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.coordination.AdmissionControl;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A request planned with a map that is not known here must neither get lost nor wait for ever. */
class ForwardingTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 1));
  private static final UUID GROUP = new UUID(2, 2);
  private static final ShardId OLD_HOME = new ShardId(1, 0);
  private static final ShardId NEW_HOME = new ShardId(2, 0);
  private static final PartitionMap OLD = map(OLD_HOME, 5);
  private static final PartitionMap NEW = map(NEW_HOME, 6);

  private final Maps maps = new Maps();
  private final AdmissionControl admission = new AdmissionControl(2);
  private final Forwarding forwarding = new Forwarding(maps, admission, Duration.ofSeconds(1));
  private final List<ShardId> asked = new ArrayList<>();

  private static PartitionMap map(ShardId home, long version) {
    return PartitionMap.EMPTY
        .with(GROUP, List.of(new Partition(PARTITION, GROUP, TokenRange.ALL, home, new Epoch(1))))
        .atVersion(version);
  }

  /** A map that changes, and waits that end, when the test says so. */
  private static final class Maps implements PartitionMaps {
    private PartitionMap current = OLD;
    private final List<CompletableFuture<Boolean>> waits = new ArrayList<>();

    @Override
    public PartitionMap current() {
      return current;
    }

    @Override
    public CompletableFuture<Boolean> awaitVersion(long version, Duration atMost) {
      CompletableFuture<Boolean> wait = new CompletableFuture<>();
      waits.add(wait);
      return wait;
    }
  }

  private final class Telling implements Delivery<String> {
    @Override
    public CompletableFuture<String> send(ShardId home) {
      asked.add(home);
      return CompletableFuture.completedFuture("sent");
    }

    @Override
    public CompletableFuture<String> refuse(Reason reason) {
      return CompletableFuture.completedFuture(reason.name());
    }
  }

  private CompletableFuture<String> forward(long plannedWith) {
    return forward(PARTITION, plannedWith, null);
  }

  private CompletableFuture<String> forward(
      PartitionId partition, long plannedWith, @Nullable ShardId told) {
    return forwarding.forward(new Forwarding.Address(partition, plannedWith, told), new Telling());
  }

  @Test
  void aRequestPlannedWithAKnownMapGoesAtOnce() {
    assertEquals("sent", forward(5).join());
    assertEquals("sent", forward(4).join());
    assertEquals(List.of(OLD_HOME, OLD_HOME), asked);
    assertEquals(0, admission.stats().inFlight());
  }

  @Test
  void aRequestPlannedWithANewerMapGoesWhereThatMapSays() {
    CompletableFuture<String> answer = forward(6);
    assertFalse(answer.isDone());
    assertEquals(1, admission.stats().inFlight());
    maps.current = NEW;
    maps.waits.getFirst().complete(true);
    assertEquals("sent", answer.join());
    assertEquals(List.of(NEW_HOME), asked);
    assertEquals(0, admission.stats().inFlight());
    assertEquals(1, forwarding.stats().waits());
  }

  /** Else every request would wait while this process is cut off from the partition manager. */
  @Test
  void aMapThatDoesNotComeIsWaitedForOnceOnly() {
    CompletableFuture<String> answer = forward(6);
    maps.waits.getFirst().complete(false);
    assertEquals("sent", answer.join());
    assertEquals("sent", forward(6).join());
    assertEquals(List.of(OLD_HOME, OLD_HOME), asked);
    assertEquals(1, maps.waits.size());

    CompletableFuture<String> _ = forward(7);
    assertEquals(2, maps.waits.size(), "a still newer one is waited for");
    maps.waits.getLast().complete(false);
    maps.current = NEW;
    CompletableFuture<String> _ = forward(7);
    assertEquals(3, maps.waits.size(), "the map moves again");
  }

  @Test
  void aPartitionInNoMapIsRefusedUnlessTheSenderKnowsItsHome() {
    PartitionId unknown = new PartitionId(new UUID(9, 9));
    assertEquals("NO_HOME", forward(unknown, 5, null).join());
    assertEquals(1, forwarding.stats().homeless());
    assertEquals("sent", forward(unknown, 0, NEW_HOME).join());
    assertEquals("sent", forward(PARTITION, 0, NEW_HOME).join());
    assertEquals(List.of(NEW_HOME, OLD_HOME), asked, "the map knows better than the sender");
  }

  @Test
  void oneTooManyIsRefused() {
    assertTrue(admission.tryAcquire());
    CompletableFuture<String> waiting = forward(6);
    assertEquals("OVERLOADED", forward(5).join());
    maps.waits.getFirst().complete(false);
    assertEquals("sent", waiting.join());
    assertEquals("sent", forward(5).join());
  }

  @Test
  void whatFailsOnTheWayGivesItsPlaceBack() {
    Delivery<String> failing =
        new Delivery<>() {
          @Override
          public CompletableFuture<String> send(ShardId home) {
            throw new IllegalStateException("test");
          }

          @Override
          public CompletableFuture<String> refuse(Reason reason) {
            return CompletableFuture.completedFuture(reason.name());
          }
        };
    Forwarding.Address address = new Forwarding.Address(PARTITION, 5, null);
    assertThrows(IllegalStateException.class, () -> forwarding.forward(address, failing));
    assertEquals(0, admission.stats().inFlight());
  }
}
