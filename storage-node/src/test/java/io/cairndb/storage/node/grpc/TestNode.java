package io.cairndb.storage.node.grpc;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.HousekeepingOptions;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One storage node of a cluster, served on loopback. */
final class TestNode implements AutoCloseable {
  static final UUID CLUSTER = new UUID(7, 7);
  private static final Path ROOT = Path.of("/data");

  final int number;
  final int shards;
  final MemoryFileSystem files = new MemoryFileSystem();
  final Events events = new Events();
  private final int blockingReads;
  private StorageNode node;
  private UUID nodeId;
  private BlockingReads reads;
  private StorageNodeService service;
  private Server server;
  private volatile HostPort address;

  /** Counts what happens. */
  static final class Events implements ServiceEvents {
    final AtomicInteger overloads = new AtomicInteger();
    final List<String> malformed = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();

    @Override
    public void onOverload(String method) {
      overloads.incrementAndGet();
    }

    @Override
    public void onMalformed(String method, String reason) {
      malformed.add(method + ": " + reason);
    }

    @Override
    public void onDefect(String method, Throwable failure) {
      defect.set(failure);
    }
  }

  TestNode(int number, int shards) throws IOException {
    this(number, shards, 64);
  }

  TestNode(int number, int shards, int blockingReads) throws IOException {
    this.number = number;
    this.shards = shards;
    this.blockingReads = blockingReads;
    open();
    serve(0);
  }

  private void open() throws IOException {
    Clock clock = Clock.system();
    RandomSource random = RandomSource.seeded(number);
    DataDirectory directory =
        DataDirectory.openOfCluster(files, ROOT, shards, () -> new UUID(number, number));
    nodeId = directory.identity().orElseThrow().nodeId();
    directory.join(new NodeIdentity.Membership(CLUSTER, number));
    HousekeepingOptions slow = HousekeepingOptions.DEFAULT;
    HousekeepingOptions always =
        new HousekeepingOptions(
            slow.tick(),
            slow.expiryInterval(),
            Duration.ZERO,
            slow.changeRetention(),
            slow.orphanInterval(),
            slow.chunkItems(),
            slow.chunksPerTick());
    StorageNodeOptions defaults = StorageNodeOptions.defaults(ROOT, number, shards);
    node =
        StorageNode.open(
            directory,
            new StorageNodeOptions(
                ROOT, number, shards, defaults.shard(), defaults.engine(), always),
            new StorageNode.Environment(
                files,
                clock,
                new HybridClock(clock, number, random),
                Workers.platform("test-engine-" + number),
                Thread.ofPlatform().daemon(true).factory(),
                new LoggingListener()));
  }

  private void serve(int port) throws IOException {
    reads = new BlockingReads(blockingReads);
    service = new StorageNodeService(nodeId, reads, events);
    service.serve(node);
    server =
        Rpc.server(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            RpcOptions.DEFAULT,
            List.of(service));
    server.start();
    address = new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort());
  }

  StorageNode node() {
    return node;
  }

  StorageNodeService service() {
    return service;
  }

  HostPort address() {
    return address;
  }

  ClusterMember member() {
    return new ClusterMember(nodeId, number, address(), shards, true);
  }

  /** Breaks every connection and listens no more; the node itself lives on. */
  void cutOff() {
    server.shutdownNow();
  }

  /** Serves again, on another port. */
  void serveAgain() throws IOException {
    reads.close();
    serve(0);
  }

  /** Serves again where it did before. */
  void serveAgainAt(HostPort address) throws IOException {
    reads.close();
    serve(address.port());
  }

  /** Loses power, and starts again on another port. */
  void crash(long seed) throws IOException {
    server.shutdownNow();
    files.crash(seed);
    open();
    serve(0);
  }

  @Override
  public void close() throws IOException {
    service.close();
    server.shutdownNow();
    reads.close();
    node.close();
  }
}
