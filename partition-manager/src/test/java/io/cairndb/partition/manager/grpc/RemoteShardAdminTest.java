package io.cairndb.partition.manager.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.AwaitCaughtUpRequest;
import io.cairndb.rpc.proto.AwaitCaughtUpResponse;
import io.cairndb.rpc.proto.ExecuteRequest;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.rpc.proto.ShardRef;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.shard.codec.ShardCodec;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the control plane asks for arrives at the node as the command a shard knows. */
final class RemoteShardAdminTest {
  private static final UUID TABLE = new UUID(0x7000, 1);
  private static final UUID INDEX = new UUID(0x7000, 2);
  private static final ShardId HOME = new ShardId(3, 1);
  private static final Partition PARTITION =
      new Partition(
          new PartitionId(new UUID(0x7000, 4)), TABLE, new TokenRange(0, -1), HOME, new Epoch(1));
  private static final TableSchema SCHEMA =
      new TableSchema(
          TABLE,
          TABLE,
          "t",
          1,
          new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of()),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger statisticsCalls = new AtomicInteger();
  private volatile boolean indexCaughtUp = true;
  private Server server;
  private Connections connections;
  private StorageNodes nodes;
  private RemoteShardAdmin admin;

  @BeforeEach
  void open() throws Exception {
    server =
        Rpc.server(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RpcOptions.DEFAULT,
                List.of(new Node(), new Index()))
            .start();
    HostPort address = address();
    ClusterView view = clusterView();
    connections = new Connections(RpcOptions.DEFAULT);
    nodes = new StorageNodes(() -> view, connections, Duration.ofSeconds(20));
    admin =
        new RemoteShardAdmin(
            nodes, () -> connections.to(address), Duration.ofSeconds(20), () -> Catalog.EMPTY);
  }

  private HostPort address() {
    return new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort());
  }

  private ClusterView clusterView() {
    return new ClusterView(
        1,
        List.of(new ClusterMember(new UUID(0, 3), HOME.node(), address(), 2, true)),
        List.of(HOME),
        1);
  }

  @AfterEach
  void close() {
    nodes.close();
    connections.close();
    server.shutdownNow();
  }

  private final class Node extends StorageNodeGrpc.StorageNodeImplBase {
    @Override
    public void install(ExecuteRequest request, StreamObserver<Payload> answer) {
      done(request, answer, new CommandResult.Done());
    }

    @Override
    public void drop(ExecuteRequest request, StreamObserver<Payload> answer) {
      done(request, answer, new CommandResult.Done());
    }

    @Override
    public void backfill(ExecuteRequest request, StreamObserver<Payload> answer) {
      var command =
          (Command.BackfillChunk) ShardCodec.decodeRequest(Payloads.toBytes(request.getMessage()));
      byte[] next = command.fromKey() == null ? new byte[] {7} : null;
      done(request, answer, new CommandResult.Progress(next, 1));
    }

    private void done(
        ExecuteRequest request, StreamObserver<Payload> answer, CommandResult result) {
      asked.add(
          ShardCodec.decodeRequest(Payloads.toBytes(request.getMessage()))
                  .getClass()
                  .getSimpleName()
              + " "
              + request.getNode()
              + "/"
              + request.getShard());
      answer.onNext(Payloads.payload(ShardCodec.encode(result)));
      answer.onCompleted();
    }

    @Override
    public void statistics(ShardRef request, StreamObserver<Payload> answer) {
      statisticsCalls.incrementAndGet();
      ShardStatistics statistics =
          new ShardStatistics(
              List.of(
                  new ShardStatistics.PartitionSize(
                      PARTITION.id(), new ShardStatistics.Size(5, 500), Map.of())),
              0,
              true,
              0);
      answer.onNext(Payloads.payload(ShardCodec.encodeStatistics(statistics)));
      answer.onCompleted();
    }
  }

  private final class Index extends IndexServiceGrpc.IndexServiceImplBase {
    @Override
    public void awaitCaughtUp(
        AwaitCaughtUpRequest request, StreamObserver<AwaitCaughtUpResponse> answer) {
      asked.add("AwaitCaughtUp " + Payloads.uuid(request.getIndex()));
      answer.onNext(AwaitCaughtUpResponse.newBuilder().setCaughtUp(indexCaughtUp).build());
      answer.onCompleted();
    }
  }

  @Test
  void stepsArriveAtTheHomeOfThePartition() {
    admin.install(HOME, SCHEMA, List.of(PARTITION)).join();
    Optional<Bytes> more = admin.backfill(TABLE, INDEX, PARTITION, Optional.empty(), 10).join();
    assertEquals(Optional.of(Bytes.of(new byte[] {7})), more);
    assertEquals(Optional.empty(), admin.backfill(TABLE, INDEX, PARTITION, more, 10).join());
    admin.awaitIndexCaughtUp(TABLE, INDEX, PARTITION).join();
    admin.fence(HOME, TABLE).join();
    assertEquals(
        List.of(
            "InstallSchema 3/1",
            "BackfillChunk 3/1",
            "BackfillChunk 3/1",
            "AwaitCaughtUp " + INDEX,
            "DropTable 3/1"),
        asked);
  }

  @Test
  void whatIsNotDoneIsAFailureAndTriedAgain() {
    indexCaughtUp = false;
    CompletionException behind =
        assertThrows(
            CompletionException.class,
            () -> admin.awaitIndexCaughtUp(TABLE, INDEX, PARTITION).join());
    assertInstanceOf(IllegalStateException.class, behind.getCause());
    CompletionException unknown =
        assertThrows(CompletionException.class, () -> admin.fence(new ShardId(9, 0), TABLE).join());
    assertInstanceOf(CallFailedException.class, unknown.getCause());
  }

  /** A question that failed must not be the answer to all later ones. */
  @Test
  void countsAreAskedForAgainAfterADefect() {
    AtomicBoolean broken = new AtomicBoolean(true);
    ClusterView view = clusterView();
    StorageNodes unlucky =
        new StorageNodes(
            () -> {
              if (broken.getAndSet(false)) {
                throw new IllegalArgumentException("test");
              }
              return view;
            },
            connections,
            Duration.ofSeconds(20));
    RemoteShardAdmin asking =
        new RemoteShardAdmin(
            unlucky, () -> connections.to(address()), Duration.ofSeconds(20), () -> Catalog.EMPTY);
    assertThrows(CompletionException.class, () -> asking.statistics(TABLE, PARTITION).join());
    assertEquals(
        new Counts(5, 500),
        asking.statistics(TABLE, PARTITION).orTimeout(20, TimeUnit.SECONDS).join().main());
    unlucky.close();
  }

  @Test
  void countsAreThoseOfThePartition() {
    assertEquals(new Counts(5, 500), admin.statistics(TABLE, PARTITION).join().main());
    Partition elsewhere =
        new Partition(
            new PartitionId(new UUID(0x7000, 5)), TABLE, new TokenRange(0, -1), HOME, new Epoch(1));
    assertEquals(Counts.ZERO, admin.statistics(TABLE, elsewhere).join().main());
    assertEquals(2, statisticsCalls.get());
  }
}
