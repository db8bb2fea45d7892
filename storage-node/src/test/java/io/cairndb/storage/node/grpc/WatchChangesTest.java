package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.ChangeFollower;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.CommandResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Followers of change logs: fast, slow, and of a node that stops. */
@Timeout(60)
final class WatchChangesTest {
  private static final ShardId HOME = new ShardId(3, 0);

  private final TestNode served = new TestNode(3, 1);
  private final Connections connections = new Connections(RpcOptions.DEFAULT);
  private final StorageNodes nodes =
      new StorageNodes(
          () -> new ClusterView(1, List.of(served.member()), List.of(HOME), 1),
          connections,
          Duration.ofSeconds(20));
  private final TestTable table = new TestTable(HOME, HOME);

  WatchChangesTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    nodes.close();
    connections.close();
    served.close();
  }

  /** Takes a notice whenever it is allowed to. */
  private static final class Follower implements ChangeFollower {
    final BlockingQueue<ChangePosition> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<CallFailure> end = new CompletableFuture<>();
    final Semaphore allowed;

    Follower(int allowed) {
      this.allowed = new Semaphore(allowed);
    }

    @Override
    public void onChanges(PartitionId partition, ChangePosition tail) {
      allowed.acquireUninterruptibly();
      heard.add(tail);
    }

    @Override
    public void onEnd(CallFailure reason) {
      end.complete(reason);
    }

    ChangePosition next() throws InterruptedException {
      ChangePosition tail = heard.poll(20, TimeUnit.SECONDS);
      if (tail == null) {
        throw new AssertionError("nothing heard");
      }
      return tail;
    }
  }

  private void write(String key) {
    assertInstanceOf(
        CommandResult.Written.class,
        served.node().send(HOME, table.put(TestTable.item(key, "g", "v"))).join());
  }

  private ChangePosition tail() {
    return served.node().changes(HOME).tail(table.partition().id());
  }

  private void install() {
    nodes
        .administration()
        .install(HOME, table.schema(true), List.of(table.partition(), table.indexPartition()))
        .join();
  }

  @Test
  void aFollowerHearsOfWhatThereIsAndOfWhatComes() throws InterruptedException {
    install();
    write("before");
    Follower follower = new Follower(Integer.MAX_VALUE);
    try (Calls.Subscription stream = nodes.watchChanges(HOME, follower)) {
      assertEquals(tail(), follower.next());
      write("after");
      ChangePosition newest = tail();
      assertEquals(newest, follower.next());
      assertEquals(1, served.service().watchers());
      stream.close();
    }
    follower.end.orTimeout(20, TimeUnit.SECONDS).join();
    awaitWatchers(0);
  }

  /** A notice is small: thousands fit into the buffers on the way, millions must not wait there. */
  @Test
  void aSlowFollowerHearsOfManyChangesAsOneAndOfTheLast() throws InterruptedException {
    install();
    write("first");
    Follower follower = new Follower(1);
    Calls.Subscription stream = nodes.watchChanges(HOME, follower);
    follower.next();
    // The follower now sits in its handler or waits to; what it has not taken is put together.
    int writes = 5_000;
    for (int i = 0; i < writes; i++) {
      write("k" + i);
    }
    ChangePosition newest = tail();
    follower.allowed.release(Integer.MAX_VALUE / 2);
    int notices = 0;
    ChangePosition last = ChangePosition.BEGINNING;
    while (!last.equals(newest)) {
      ChangePosition heard = follower.next();
      assertTrue(heard.compareTo(last) >= 0, "an older notice after a newer one");
      last = heard;
      notices++;
    }
    assertTrue(notices < writes, "nothing was put together: " + notices);
    stream.close();
    awaitWatchers(0);
  }

  @Test
  void followersLearnThatTheNodeStopsOrIsLost() throws Exception {
    install();
    Follower follower = new Follower(Integer.MAX_VALUE);
    nodes.watchChanges(HOME, follower);
    awaitWatchers(1);
    served.service().close();
    assertEquals(CallFailure.Kind.UNAVAILABLE, follower.end.get(20, TimeUnit.SECONDS).kind());
    served.serveAgain();
    Follower second = new Follower(Integer.MAX_VALUE);
    nodes.watchChanges(HOME, second);
    awaitWatchers(1);
    served.cutOff();
    assertFalse(second.end.get(20, TimeUnit.SECONDS).certain());
    awaitWatchers(0);
    Follower third = new Follower(1);
    nodes.watchChanges(new ShardId(9, 0), third);
    assertTrue(third.end.get(1, TimeUnit.SECONDS).certain());
  }

  private void awaitWatchers(int count) {
    while (served.service().watchers() != count) {
      Thread.onSpinWait();
    }
  }
}
