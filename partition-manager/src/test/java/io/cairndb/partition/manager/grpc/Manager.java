package io.cairndb.partition.manager.grpc;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.partition.manager.ControlPlaneConfig;
import io.cairndb.partition.manager.FakeShards;
import io.cairndb.partition.manager.MetadataDirectory;
import io.cairndb.partition.manager.ShardAdmin;
import io.cairndb.partition.manager.members.MembershipOptions;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.cluster.Registration;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A partition manager that listens on loopback, on a disk in memory, and can lose its power; with
 * it those who register and watch.
 */
final class Manager implements AutoCloseable {
  static final int WATCH_RECORDS = 20;
  static final Duration DEAD_AFTER = Duration.ofMillis(1500);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ThreadDelays delays = new ThreadDelays("test-timer");
  private final ShardAdmin shards;
  private final Deque<AutoCloseable> clients = new ArrayDeque<>();
  private int port;
  private long powerCuts;
  private @Nullable Running running;

  private record Running(MetadataDirectory metadata, PartitionManager manager, Server server) {}

  Manager() throws IOException {
    this(new FakeShards());
  }

  Manager(ShardAdmin shards) throws IOException {
    this.shards = shards;
    start();
  }

  void start() throws IOException {
    MetadataDirectory metadata =
        MetadataDirectory.open(
            files, Path.of("/manager"), Clock.system(), Workers.platform("test-engine"));
    PartitionManager manager =
        new PartitionManager(
            metadata.engine(),
            new MembershipOptions(2, Duration.ofMillis(100), DEAD_AFTER),
            ControlPlaneConfig.DEFAULT.withWatchRecords(WATCH_RECORDS),
            (cluster, catalog) -> shards,
            new PartitionManager.Environment(
                Clock.system(), RandomSource.seeded(7), delays, Runnable::run));
    Server server =
        Rpc.server(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                RpcOptions.DEFAULT,
                List.of(manager.service()))
            .start();
    port = server.getPort();
    running = new Running(metadata, manager, server);
  }

  /** The process is killed and the machine loses its power. */
  void losePower() throws Exception {
    Running lost = running();
    running = null;
    lost.server().shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    lost.manager().close();
    files.crash(++powerCuts);
    try {
      lost.metadata().close();
    } catch (IOException | RuntimeException expected) {
      // Its files are those of a machine that is off.
      return;
    }
  }

  PartitionManager manager() {
    return running().manager();
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not running");
    }
    return running;
  }

  ManagedChannel channel() {
    ManagedChannel channel =
        Rpc.channel(InetAddress.getLoopbackAddress().getHostAddress(), port, RpcOptions.DEFAULT);
    clients.push(channel::shutdownNow);
    return channel;
  }

  ClusterWatch watch(ManagedChannel channel) {
    ClusterWatch watch = new ClusterWatch(() -> channel, delays, RandomSource.seeded(8));
    clients.push(watch);
    watch.start();
    return watch;
  }

  Registration register(int id, HostPort address) {
    ManagedChannel channel = channel();
    Registration registration =
        new Registration(
            () -> new Registration.Node(new UUID(0, id), address, 2, false, 1, 1),
            Optional.empty(),
            () -> channel,
            delays,
            RandomSource.seeded(id));
    clients.push(registration);
    registration.start();
    return registration;
  }

  /** Two storage nodes register; the cluster forms. */
  List<Registration> form() throws Exception {
    List<Registration> nodes = new ArrayList<>();
    for (int id = 1; id <= 2; id++) {
      Registration node = register(id, new HostPort("node-" + id, 1));
      node.accepted().get(20, TimeUnit.SECONDS);
      nodes.add(node);
    }
    return nodes;
  }

  /** Returns once the condition holds, which is looked at when the watch hears something. */
  static void await(ClusterWatch watch, BooleanSupplier condition) throws Exception {
    CompletableFuture<Void> holds = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (condition.getAsBoolean()) {
            holds.complete(null);
          }
        };
    watch.onChange(look);
    look.run();
    holds.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    while (!clients.isEmpty()) {
      clients.pop().close();
    }
    if (running != null) {
      losePower();
    }
    delays.close();
  }
}
