package io.cairndb.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.FeedListener;
import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.index.grpc.IndexGrpcService;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.IndexCursorRequest;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.Position;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.ChangePosition;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that takes changes and does not answer: what is held for it is bounded all the same. */
@Timeout(60)
final class SlowDestinationTest {
  private static final int ACTIVE = 2;
  private static final int BATCH_BYTES = 4096;
  private static final int INDEX_PARTITIONS = 3;
  private static final int ITEM_BYTES = 700;

  /** Keeps every call. */
  private static final class Silent extends StorageNodeGrpc.StorageNodeImplBase {
    private final List<ExecuteRequest> held = new ArrayList<>();
    final CountDownLatch busy = new CountDownLatch(ACTIVE);
    long bytes;

    @Override
    public synchronized void execute(ExecuteRequest request, StreamObserver<Payload> answer) {
      held.add(request);
      bytes += request.getMessage().size();
      busy.countDown();
    }

    @Override
    public void indexCursor(IndexCursorRequest request, StreamObserver<Position> answer) {
      answer.onNext(Payloads.position(ChangePosition.BEGINNING));
      answer.onCompleted();
    }

    synchronized int calls() {
      return held.size();
    }

    synchronized long bytes() {
      return bytes;
    }
  }

  @Test
  void memoryIsBounded() throws Exception {
    Silent silent = new Silent();
    Server server =
        Rpc.server(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RpcOptions.DEFAULT,
                List.of(silent))
            .start();
    try (Cluster cluster = new Cluster();
        Connections connections = new Connections(RpcOptions.DEFAULT);
        ThreadDelays delays = new ThreadDelays("test-timer")) {
      SecondaryIndex index = cluster.addIndex("g");
      assertEquals(INDEX_PARTITIONS, cluster.partitionsOf(index).size());
      fill(cluster);
      ClusterMember away =
          new ClusterMember(
              new UUID(2, 2),
              2,
              new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort()),
              2,
              true);
      ClusterView view =
          new ClusterView(1, List.of(cluster.source.member(), away), cluster.source.shards(), 1);
      StorageNodes nodes = new StorageNodes(() -> view, connections, Duration.ofSeconds(30));
      RemoteIndexes indexes =
          new RemoteIndexes(
              new RemoteIndexes.Cluster(cluster::topology, () -> view),
              nodes,
              new RemoteIndexes.Environment(delays, Clock.system(), RandomSource.system()),
              new FeedConfiguration(options(), FeedListener.NONE),
              IndexGrpcService.Limits.DEFAULT);
      indexes.start();
      assertTrue(silent.busy.await(20, TimeUnit.SECONDS), "nothing is fed");
      fill(cluster);
      assertTrue(silent.calls() <= ACTIVE * INDEX_PARTITIONS, "calls: " + silent.calls());
      // The last record of a batch may lie over the bound; keys and envelopes come on top.
      long most = ACTIVE * 2L * (BATCH_BYTES + 2 * ITEM_BYTES);
      assertTrue(silent.bytes() <= most, "bytes: " + silent.bytes());
      assertEquals(cluster.tablePartitions().size() - ACTIVE, indexes.lag().feedsWaiting());
      assertEquals(cluster.tablePartitions().size(), indexes.lag().feedsBehind());
      nodes.close();
      connections.close();
      indexes.close();
    } finally {
      server.shutdownNow();
    }
  }

  private static FeedOptions options() {
    FeedOptions usual = FeedOptions.DEFAULT;
    return new FeedOptions(
        usual.maxRecords(),
        BATCH_BYTES,
        ACTIVE,
        usual.minBackoff(),
        usual.maxBackoff(),
        usual.cursorInterval(),
        usual.maxLag());
  }

  private static void fill(Cluster cluster) {
    for (int i = 0; i < 200; i++) {
      cluster.put(Cluster.item("p" + i, "g", "g" + i, "x", "x".repeat(ITEM_BYTES))).join();
    }
  }
}
