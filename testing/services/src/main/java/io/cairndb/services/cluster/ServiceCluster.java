package io.cairndb.services.cluster;

import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cluster whose services can be stopped and started one by one. For tests; confined to one. */
public final class ServiceCluster implements AutoCloseable {
  private static final int SHARDS = 2;

  private final HostPort http = Surroundings.freeAddress();
  private final Starts.Addresses addresses =
      new Starts.Addresses(
          Surroundings.freeAddress(), Surroundings.freeAddress(), Surroundings.freeAddress());
  private final Service partitionManager;
  private final List<Service> storageNodes = new ArrayList<>();
  private final Service coordinator;
  private final Service indexService;
  private final Service router;
  private final Observation observed;

  /** In front of each storage node; none unless asked for. */
  private final List<Relay> relays = new ArrayList<>();

  private ServiceCluster(int nodes, @Nullable Path data, boolean withRelays, Observation observed) {
    this.observed = observed;
    partitionManager =
        new Service("partition-manager", managerStart(nodes, files(data), root(data, "manager")));
    for (int i = 1; i <= nodes; i++) {
      UUID nodeId = new UUID(0x4000, i);
      HostPort own = Surroundings.freeAddress();
      Starts.Place place =
          new Starts.Place(
              addresses,
              own,
              withRelays ? relayTo(own).address() : own,
              files(data),
              root(data, "node-" + i),
              calls("storage-node-" + i));
      storageNodes.add(
          new Service(
              "storage-node-" + i,
              () -> Starts.storageNode(place, nodeId, SHARDS, observed.work())));
    }
    UUID coordinatorId = new UUID(0x4000, 0);
    coordinator =
        new Service(
            "coordinator",
            () ->
                Starts.coordinator(
                    placeless("coordinator", addresses.coordinator()), coordinatorId));
    indexService =
        new Service(
            "index-service",
            () -> Starts.indexService(placeless("index-service", addresses.indexService())));
    router = new Service("router", () -> Starts.router(placeless("router", http), observed));
  }

  private Relay relayTo(HostPort address) {
    Relay relay = new Relay(address);
    relays.add(relay);
    return relay;
  }

  private Supplier<AutoCloseable> managerStart(int nodes, FileSystem files, Path root) {
    Starts.Place place =
        new Starts.Place(
            addresses, addresses.partitionManager(), files, root, calls("partition-manager"));
    return () -> Starts.partitionManager(place, nodes);
  }

  private Starts.Place placeless(String service, HostPort own) {
    return new Starts.Place(
        addresses, own, new MemoryFileSystem(), Path.of("/none"), calls(service));
  }

  private RpcOptions calls(String service) {
    return RpcOptions.DEFAULT.withInterceptors(observed.calls().apply(service));
  }

  private static FileSystem files(@Nullable Path data) {
    return data == null ? new MemoryFileSystem() : new LocalFileSystem();
  }

  private static Path root(@Nullable Path data, String name) {
    return (data == null ? Path.of("/memory") : data).resolve(name);
  }

  /** Starts all services of a cluster that keeps its data in memory. */
  public static ServiceCluster start(int storageNodes) {
    return start(storageNodes, Observation.NONE);
  }

  /** The same with each storage node reached through a relay that can hang. */
  public static ServiceCluster startBehindRelays(int storageNodes) {
    return start(new ServiceCluster(storageNodes, null, true, Observation.NONE));
  }

  /** The same, with something around what its services do. */
  public static ServiceCluster start(int storageNodes, Observation observed) {
    return start(new ServiceCluster(storageNodes, null, false, observed));
  }

  /** The same with its data in a directory. */
  public static ServiceCluster start(int storageNodes, Path data) {
    return start(new ServiceCluster(storageNodes, data, false, Observation.NONE));
  }

  private static ServiceCluster start(ServiceCluster cluster) {
    boolean started = false;
    try {
      cluster.partitionManager.start();
      cluster.storageNodes.forEach(Service::start);
      cluster.indexService.start();
      cluster.coordinator.start();
      cluster.router.start();
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  /** Where clients find it; the same for as long as the cluster exists. */
  public URI endpoint() {
    return URI.create("http://" + http);
  }

  public Service partitionManager() {
    return partitionManager;
  }

  /** From 0 on. */
  public Service storageNode(int position) {
    return storageNodes.get(position);
  }

  /** In front of the storage node of that position, in a cluster that has them. */
  public Relay relay(int position) {
    return relays.get(position);
  }

  public Service coordinator() {
    return coordinator;
  }

  /** Where the router looks for the coordinator, whether or not it runs. */
  public HostPort coordinatorAddress() {
    return addresses.coordinator();
  }

  public Service indexService() {
    return indexService;
  }

  public Service router() {
    return router;
  }

  @Override
  public void close() {
    router.close();
    coordinator.close();
    indexService.close();
    partitionManager.close();
    storageNodes.forEach(Service::close);
    relays.forEach(Relay::close);
  }
}
