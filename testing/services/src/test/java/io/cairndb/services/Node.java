package io.cairndb.services;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import io.cairndb.storage.node.grpc.BlockingReads;
import io.cairndb.storage.node.grpc.LoggingEvents;
import io.cairndb.storage.node.grpc.StorageNodeService;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** One storage node on loopback. */
final class Node implements AutoCloseable {
  private static final Path ROOT = Path.of("/data");
  private static final UUID CLUSTER = new UUID(7, 7);
  private static final int SHARDS = 2;

  private final int number;
  private final MemoryFileSystem files = new MemoryFileSystem();
  private StorageNode node;
  private StorageNodeService service;
  private BlockingReads reads;
  private Server server;
  private volatile HostPort address;

  private Node(int number) throws IOException {
    this.number = number;
    open();
    serve(0);
  }

  static Node start(int number) {
    try {
      return new Node(number);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void open() throws IOException {
    DataDirectory directory =
        DataDirectory.openOfCluster(files, ROOT, SHARDS, () -> new UUID(number, number));
    directory.join(new NodeIdentity.Membership(CLUSTER, number));
    Clock clock = Clock.system();
    node =
        StorageNode.open(
            directory,
            StorageNodeOptions.defaults(ROOT, number, SHARDS),
            new StorageNode.Environment(
                files,
                clock,
                new HybridClock(clock, number, RandomSource.seeded(number)),
                Workers.platform("test-engine-" + number),
                Thread.ofPlatform().daemon(true).factory(),
                new LoggingListener()));
  }

  private void serve(int port) throws IOException {
    reads = new BlockingReads(64);
    service = new StorageNodeService(new UUID(number, number), reads, new LoggingEvents());
    service.serve(node);
    server =
        Rpc.server(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                RpcOptions.DEFAULT,
                List.of(service))
            .start();
    address = new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort());
  }

  /** The node itself, whether it can be reached or not. */
  StorageNode core() {
    return node;
  }

  List<ShardId> shards() {
    return IntStream.range(0, SHARDS).mapToObj(index -> new ShardId(number, index)).toList();
  }

  ClusterMember member() {
    return new ClusterMember(new UUID(number, number), number, address, SHARDS, true);
  }

  /** Breaks every connection and listens no more; the node itself lives on. */
  void cutOff() {
    server.shutdownNow();
    reads.close();
  }

  /** Listens again where it did. */
  void reconnect() throws IOException {
    serve(address.port());
  }

  /** Loses power: what was not synced is gone. Starts again where it was. */
  void crash(long seed) throws IOException {
    cutOff();
    files.crash(seed);
    open();
    serve(address.port());
  }

  @Override
  public void close() {
    server.shutdownNow();
    reads.close();
    try {
      node.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
