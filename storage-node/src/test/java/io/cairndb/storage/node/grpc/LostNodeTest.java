package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.placement.ShardId;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that goes away: nobody hangs, and nobody is told more than is known. */
@Timeout(60)
final class LostNodeTest {
  /** Long enough for the pauses between attempts to grow beyond what is allowed below. */
  private static final Duration OUTAGE = Duration.ofSeconds(4);

  private static final ShardId HOME = new ShardId(3, 0);
  private static final int IN_FLIGHT = 32;

  private final TestNode served = new TestNode(3, 1);
  private final Connections connections = new Connections(RpcOptions.DEFAULT);
  private volatile ClusterMember member = served.member();
  private final StorageNodes nodes =
      new StorageNodes(
          () -> new ClusterView(1, List.of(member), List.of(HOME), 1),
          connections,
          Duration.ofSeconds(20));
  private final TestTable table = new TestTable(HOME, HOME);

  LostNodeTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    nodes.close();
    connections.close();
    served.close();
  }

  /** Writes of one client: the answer of each, by the key it wrote. */
  private Map<String, CompletableFuture<ShardResponse>> writeUntilLost() throws Exception {
    Map<String, CompletableFuture<ShardResponse>> answers = new ConcurrentHashMap<>();
    List<Thread> clients =
        IntStream.range(0, IN_FLIGHT)
            .mapToObj(
                client ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              boolean lost = false;
                              for (int i = 0; !lost; i++) {
                                String key = client + "-" + i;
                                CompletableFuture<ShardResponse> answer =
                                    nodes.send(HOME, table.put(TestTable.item(key)));
                                answers.put(key, answer);
                                lost = !(answer.join() instanceof CommandResult.Written);
                              }
                            }))
            .toList();
    while (answers.size() < 10 * IN_FLIGHT) {
      Thread.onSpinWait();
    }
    served.cutOff();
    for (Thread client : clients) {
      assertTrue(client.join(Duration.ofSeconds(20)), "a client hangs");
    }
    return answers;
  }

  private @Nullable Object stored(String key) {
    ReadResult read = served.node().read(HOME, table.get(key));
    return assertInstanceOf(ReadResult.ItemRead.class, read).item();
  }

  @Test
  void writesUnderWayAreUnknownAndLaterOnesCertainlyNotDone() throws Exception {
    nodes.administration().install(HOME, table.schema(false), List.of(table.partition())).join();
    Map<String, Integer> outcomes = new HashMap<>();
    for (var entry : writeUntilLost().entrySet()) {
      ShardResponse answer = entry.getValue().get(1, TimeUnit.SECONDS);
      outcomes.merge(answer.getClass().getSimpleName(), 1, Integer::sum);
      switch (answer) {
        case CommandResult.Written ignored -> assertNotNull(stored(entry.getKey()));
        case CommandResult.UnknownOutcome ignored -> {}
        case Refusal.Unavailable ignored -> assertNull(stored(entry.getKey()));
        default -> throw new AssertionError(answer);
      }
    }
    assertTrue(outcomes.getOrDefault("UnknownOutcome", 0) > 0, outcomes::toString);
    // Nothing listens there any more: certain, and at once.
    long before = System.nanoTime();
    assertInstanceOf(
        Refusal.Unavailable.class,
        nodes.send(HOME, table.put(TestTable.item("late"))).get(2, TimeUnit.SECONDS));
    assertInstanceOf(
        Refusal.Unavailable.class, nodes.send(HOME, table.get("late")).get(2, TimeUnit.SECONDS));
    assertTrue(System.nanoTime() - before < Duration.ofSeconds(2).toNanos());
    assertNull(stored("late"));
  }

  /** A node keeps its identity and its data, not its address. */
  @Test
  void aNodeThatCrashedIsFoundUnderItsNewAddress() throws Exception {
    nodes.administration().install(HOME, table.schema(false), List.of(table.partition())).join();
    for (int round = 0; round < 3; round++) {
      String key = "round-" + round;
      assertInstanceOf(
          CommandResult.Written.class, nodes.send(HOME, table.put(TestTable.item(key))).join());
      served.crash(round);
      assertEquals(member.nodeId(), served.member().nodeId());
      assertInstanceOf(Refusal.Unavailable.class, nodes.send(HOME, table.get(key)).join());
      member = served.member();
      ReadResult.ItemRead read =
          assertInstanceOf(ReadResult.ItemRead.class, nodes.send(HOME, table.get(key)).join());
      assertNotNull(read.item());
    }
  }

  /** gRPC alone would wait longer after every attempt, in the end for minutes. */
  @Test
  void aNodeThatComesBackUnderItsOldAddressIsFoundSoon() throws Exception {
    nodes.administration().install(HOME, table.schema(false), List.of(table.partition())).join();
    served.cutOff();
    long until = System.nanoTime() + OUTAGE.toNanos();
    while (System.nanoTime() < until) {
      nodes.send(HOME, table.get("a")).join();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    served.serveAgainAt(member.address());
    long back = System.nanoTime();
    while (!(nodes.send(HOME, table.get("a")).join() instanceof ReadResult.ItemRead)) {
      assertTrue(System.nanoTime() - back < Duration.ofSeconds(3).toNanos(), "not found again");
    }
  }
}
