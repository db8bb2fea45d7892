package io.cairndb.services.cluster;

import io.cairndb.causality.HybridClock;
import io.cairndb.coordinator.grpc.CoordinatorProcess;
import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Workers;
import io.cairndb.index.core.FeedOptions;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.index.core.LoggingFeedListener;
import io.cairndb.index.grpc.IndexGrpcService;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.partition.manager.ControlPlaneConfig;
import io.cairndb.partition.manager.MetadataDirectory;
import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.partition.manager.grpc.RemoteShardAdmin;
import io.cairndb.partition.manager.members.MembershipOptions;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.router.grpc.Peer;
import io.cairndb.router.grpc.RouterProcess;
import io.cairndb.router.http.HttpServer;
import io.cairndb.router.http.HttpServerOptions;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import io.cairndb.storage.node.grpc.BlockingReads;
import io.cairndb.storage.node.grpc.RemoteChangeConsumers;
import io.cairndb.storage.node.grpc.ServiceEvents;
import io.cairndb.storage.node.grpc.StorageNodeService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/** How each service is put together; what is returned stops it. Stateless. */
final class Starts {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int BLOCKING_READS = 256;

  private Starts() {}

  /**
   * Where the services are, and the files of one.
   *
   * @param own where it listens
   * @param reached where others find it
   * @param options of its calls
   */
  record Place(
      Addresses addresses,
      HostPort own,
      HostPort reached,
      FileSystem files,
      Path root,
      RpcOptions options) {
    Place(Addresses addresses, HostPort own, FileSystem files, Path root, RpcOptions options) {
      this(addresses, own, own, files, root, options);
    }
  }

  /** The services that others must find. */
  record Addresses(HostPort partitionManager, HostPort coordinator, HostPort indexService) {}

  /** Puts a service together in its surroundings. */
  @FunctionalInterface
  private interface Assembly {
    void in(Surroundings around) throws IOException;
  }

  /** The service; of one that cannot be put together nothing goes on. */
  private static AutoCloseable started(Place place, Assembly assembly) {
    Surroundings around = new Surroundings(place.options());
    boolean complete = false;
    try {
      assembly.in(around);
      complete = true;
      return around;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      if (!complete) {
        around.close();
      }
    }
  }

  static AutoCloseable partitionManager(Place place, int storageNodes) {
    return started(
        place,
        around -> {
          MetadataDirectory metadata =
              around.add(
                  MetadataDirectory.open(
                      place.files(),
                      place.root(),
                      Clock.system(),
                      Workers.platform("cairn-engine")));
          ExecutorService updates = Executors.newVirtualThreadPerTaskExecutor();
          around.add(updates::shutdownNow);
          PartitionManager manager =
              around.add(
                  new PartitionManager(
                      metadata.engine(),
                      MembershipOptions.of(storageNodes),
                      ControlPlaneConfig.DEFAULT.withWatchRecords(1000),
                      (cluster, catalog) ->
                          new RemoteShardAdmin(
                              new StorageNodes(cluster, around.connections(), DEADLINE),
                              () -> around.connections().to(place.addresses().indexService()),
                              DEADLINE,
                              catalog),
                      new PartitionManager.Environment(
                          Clock.system(), Surroundings.RANDOM, around.delays(), updates)));
          around.serve(place.own(), manager.service());
        });
  }

  static AutoCloseable storageNode(Place place, UUID newNodeId, int shards, ServiceEvents work) {
    return started(
        place,
        around -> {
          DataDirectory directory =
              DataDirectory.openOfCluster(place.files(), place.root(), shards, () -> newNodeId);
          NodeIdentity identity = directory.identity().orElseThrow();
          Registration registration = register(around, place, identity, shards);
          int number = identity.membership().map(NodeIdentity.Membership::number).orElse(0);
          if (number == 0) {
            Registration.Membership given = registration.accepted().join();
            directory.join(new NodeIdentity.Membership(given.clusterId(), given.number()));
            number = given.number();
          }
          serve(around, place, directory, number, work);
        });
  }

  private static void serve(
      Surroundings around, Place place, DataDirectory directory, int number, ServiceEvents work)
      throws IOException {
    Clock clock = Clock.system();
    UUID nodeId = directory.identity().orElseThrow().nodeId();
    StorageNode node =
        around.add(
            StorageNode.open(
                directory,
                StorageNodeOptions.defaults(place.root(), number, directory.shards()),
                new StorageNode.Environment(
                    place.files(),
                    clock,
                    new HybridClock(clock, number, Surroundings.RANDOM),
                    Workers.platform("cairn-engine-" + number),
                    Thread.ofPlatform().daemon(true).factory(),
                    new LoggingListener())));
    ClusterWatch watch = around.watch(place.addresses().partitionManager());
    StorageNodes others =
        around.add(new StorageNodes(watch::cluster, around.connections(), DEADLINE));
    node.setChangeConsumers(
        new RemoteChangeConsumers(
            node, others, () -> watch.catalog().partitions(), clock, Duration.ofSeconds(2)));
    watch.start();
    BlockingReads reads = around.add(new BlockingReads(BLOCKING_READS));
    StorageNodeService service = around.add(new StorageNodeService(nodeId, reads, work));
    service.serve(node);
    node.startHousekeeping(Thread.ofPlatform().daemon(true).factory());
    around.serve(place.own(), service);
  }

  private static Registration register(
      Surroundings around, Place place, NodeIdentity identity, int shards) {
    Registration registration =
        around.add(
            new Registration(
                () ->
                    new Registration.Node(
                        identity.nodeId(),
                        place.reached(),
                        shards,
                        false,
                        ShardCodec.VERSION,
                        ShardCodec.VERSION),
                identity
                    .membership()
                    .map(known -> new Registration.Membership(known.clusterId(), known.number())),
                () -> around.connections().to(place.addresses().partitionManager()),
                around.delays(),
                Surroundings.RANDOM));
    registration.start();
    return registration;
  }

  static AutoCloseable coordinator(Place place, UUID nodeId) {
    return started(place, around -> coordinator(around, place, nodeId));
  }

  private static void coordinator(Surroundings around, Place place, UUID nodeId) {
    ClusterWatch watch = around.watch(place.addresses().partitionManager());
    CoordinatorProcess process =
        around.add(
            new CoordinatorProcess(
                watch,
                around.connections(),
                new CoordinatorProcess.Machine(
                    Clock.system(), Surroundings.RANDOM, around.delays()),
                CoordinatorProcess.Limits.DEFAULT));
    around.serve(place.own(), process.service());
    watch.start();
    var unused =
        register(around, place, new NodeIdentity(nodeId, Optional.empty()), 0)
            .accepted()
            .thenAccept(given -> process.numbered(given.number()));
  }

  static AutoCloseable indexService(Place place) {
    return started(place, around -> indexService(around, place));
  }

  private static void indexService(Surroundings around, Place place) {
    ClusterWatch watch = around.watch(place.addresses().partitionManager());
    StorageNodes nodes =
        around.add(new StorageNodes(watch::cluster, around.connections(), DEADLINE));
    RemoteIndexes indexes =
        around.add(
            new RemoteIndexes(
                new RemoteIndexes.Cluster(() -> FeedTopology.of(watch.catalog()), watch::cluster),
                nodes,
                new RemoteIndexes.Environment(around.delays(), Clock.system(), Surroundings.RANDOM),
                new FeedConfiguration(
                    FeedOptions.DEFAULT,
                    new LoggingFeedListener(LoggerFactory.getLogger(RemoteIndexes.class))),
                IndexGrpcService.Limits.DEFAULT));
    watch.onChange(indexes::clusterChanged);
    indexes.start();
    watch.start();
    around.serve(place.own(), indexes.service());
  }

  static AutoCloseable router(Place place, Observation observed) {
    return started(place, around -> router(around, place, observed));
  }

  private static void router(Surroundings around, Place place, Observation observed)
      throws IOException {
    ClusterWatch watch = around.watch(place.addresses().partitionManager());
    RouterProcess process =
        around.add(
            new RouterProcess(
                watch,
                new RouterProcess.Peers(
                    new Peer(around.connections(), place.addresses().coordinator()),
                    new Peer(around.connections(), place.addresses().partitionManager()),
                    new Peer(around.connections(), place.addresses().indexService())),
                new RouterProcess.Machine(Clock.system(), Surroundings.RANDOM, around.delays()),
                RouterProcess.Limits.DEFAULT,
                place.own()::toString,
                observed.events()));
    watch.start();
    Runtime machine = Runtime.getRuntime();
    InetSocketAddress address = new InetSocketAddress(place.own().host(), place.own().port());
    around.add(
        HttpServer.start(
            process.frontDoor(),
            HttpServerOptions.defaults(address, machine.availableProcessors(), machine.maxMemory()),
            List.of(),
            observed.requests()));
  }
}
