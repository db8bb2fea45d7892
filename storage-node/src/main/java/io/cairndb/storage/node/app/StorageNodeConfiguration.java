package io.cairndb.storage.node.app;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.service.ListenAddresses;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcProperties;
import io.cairndb.service.RpcServer;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.Figures;
import io.cairndb.shard.ShardOptions;
import io.cairndb.shard.codec.ShardCodec;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.HousekeepingOptions;
import io.cairndb.storage.node.Keystores;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.MemoryPlan;
import io.cairndb.storage.node.NodeCounters;
import io.cairndb.storage.node.OpenFailures;
import io.cairndb.storage.node.ShardSizing;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import io.cairndb.storage.node.StorageSettings;
import io.cairndb.storage.node.grpc.BlockingReads;
import io.cairndb.storage.node.grpc.LoggingEvents;
import io.cairndb.storage.node.grpc.RemoteChangeConsumers;
import io.cairndb.storage.node.grpc.StorageNodeService;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Turns properties into plain objects: the only class that sees both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageNodeProperties.class)
class StorageNodeConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(StorageNodeConfiguration.class);

  private static final int SHARD_QUEUE = 8192;
  private static final int SHARD_RUN = 256;

  /** The watch brings changes within milliseconds; shards hear of new tables on another way. */
  private static final Duration CATALOG_LAG = Duration.ofSeconds(30);

  /** As one process ends when its data directory cannot be used. */
  private static final int EXIT_DATA_DIRECTORY = 6;

  private final FileSystem files = new LocalFileSystem();
  private final Clock clock = Clock.system();
  private final RandomSource random = RandomSource.system();

  @Bean
  ThreadDelays delays() {
    return new ThreadDelays("cairn-timer");
  }

  @Bean
  Connections connections(RpcOptions options) {
    return new Connections(options);
  }

  @Bean
  ClusterWatch cluster(
      StorageNodeProperties properties, Connections connections, ThreadDelays delays) {
    ClusterWatch watch =
        new ClusterWatch(() -> connections.to(properties.partitionManager()), delays, random);
    watch.start();
    return watch;
  }

  @Bean
  Figures watchFigures(ClusterWatch watch) {
    return new Figures().add(ServiceMetric.WATCH_CONNECTED, () -> watch.isConnected() ? 1 : 0);
  }

  @Bean
  StorageNodes storageNodes(
      StorageNodeProperties properties, ClusterWatch watch, Connections connections) {
    return new StorageNodes(watch::cluster, connections, properties.node().peerDeadline());
  }

  @Bean
  StorageNodeMeters meters(MeterRegistry registry) {
    return new StorageNodeMeters(registry, new TracedWork(new LoggingEvents()));
  }

  @Bean
  BlockingReads blockingReads(StorageNodeProperties properties, StorageNodeMeters meters) {
    BlockingReads reads = new BlockingReads(properties.node().maxBlockingReads());
    meters.add(ServiceMetric.BLOCKING_READS, reads::running);
    return reads;
  }

  /** The node closes it, together with its shards. Made last of what may be refused. */
  @Bean(destroyMethod = "")
  @DependsOn({"memoryPlan", "masterKeys"})
  DataDirectory dataDirectory(StorageNodeProperties properties) {
    try {
      return DataDirectory.openOfCluster(
          files, properties.directory(), properties.newShards(), this::newNodeId);
    } catch (IOException unusable) {
      throw refusal(properties, unusable);
    }
  }

  /** A random UUID, as of version 4. */
  private UUID newNodeId() {
    long msb = random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
    long lsb = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(msb, lsb);
  }

  @Bean
  StorageNodeService service(
      DataDirectory directory, BlockingReads reads, StorageNodeMeters meters) {
    UUID nodeId = directory.identity().map(NodeIdentity::nodeId).orElseThrow();
    StorageNodeService service = new StorageNodeService(nodeId, reads, meters);
    meters.add(ServiceMetric.CHANGE_FOLLOWERS, service::watchers);
    return service;
  }

  @Bean
  RpcServer rpcServer(
      RpcProperties rpc,
      ListenAddresses addresses,
      RpcOptions options,
      StorageNodeService service) {
    return new RpcServer(rpc, addresses, options, List.of(service));
  }

  @Bean
  NodeCounters counters() {
    return new NodeCounters(new LoggingListener());
  }

  @Bean
  Readiness engines(NodeCounters counters) {
    return Readiness.when(
        () -> !counters.hasFailedEngine(), "the storage engine of a shard has failed");
  }

  /** What is needed to open the shards, once the number is known. */
  @Bean
  NodeHost.Opening opening(
      StorageNodeProperties properties,
      EngineOptions engine,
      DataDirectory directory,
      NodeCounters counters,
      StorageNodeMeters meters,
      StorageNodes peers,
      ClusterWatch watch) {
    return number -> {
      StorageNode node =
          StorageNode.open(
              directory,
              options(properties, engine, directory, number),
              environment(number, counters));
      boolean wired = false;
      try {
        RemoteChangeConsumers consumers =
            new RemoteChangeConsumers(
                node,
                peers,
                () -> watch.catalog().partitions(),
                clock,
                properties.node().peerDeadline());
        node.setChangeConsumers(consumers);
        node.setCatalog(() -> current(watch), CATALOG_LAG);
        meters.add(node, counters, clock);
        meters.add(ServiceMetric.TRIMS_HELD_BACK, consumers::heldBack);
        node.startHousekeeping(threads("cairn-housekeeping"));
        wired = true;
        return node;
      } finally {
        if (!wired) {
          node.close();
        }
      }
    };
  }

  private static Optional<PartitionMap> current(ClusterWatch watch) {
    return watch.isConnected() && watch.isReady()
        ? Optional.of(watch.catalog().partitions())
        : Optional.empty();
  }

  /** What this process may take, and what is made of it; told once. */
  @Bean
  MemoryPlan memoryPlan(StorageNodeProperties properties) {
    MemoryPlan plan;
    try {
      plan = properties.memory(MemoryPlan.Machine.here());
    } catch (IllegalArgumentException tooMuch) {
      throw new StartRefusedException(
          String.valueOf(tooMuch.getMessage()), "Ask for less, or give the process more memory.");
    }
    if (plan.fits()) {
      LOG.info("memory at most: {}", plan.describe());
    } else {
      LOG.warn("memory at most, more than there is: {}", plan.describe());
    }
    return plan;
  }

  /** What the node's data is sealed with, if it is. */
  private record MasterKeys(@Nullable Keyring keyring) {}

  @Bean
  MasterKeys masterKeys(StorageNodeProperties properties) {
    try {
      StorageSettings settings = properties.storage().settings();
      return new MasterKeys(Keystores.open(files, settings.keystore(), properties.directory()));
    } catch (IOException unusable) {
      throw refusal(properties, unusable);
    }
  }

  /** Asked for once: the shards share the bound of their memtables. */
  @Bean
  EngineOptions engineOptions(
      StorageNodeProperties properties,
      MemoryPlan memory,
      MasterKeys keys,
      DataDirectory directory) {
    return new ShardSizing(memory, directory.shards(), properties.storage().settings())
        .engine(false, keys.keyring());
  }

  private static StorageNodeOptions options(
      StorageNodeProperties properties, EngineOptions engine, DataDirectory directory, int number) {
    return new StorageNodeOptions(
        properties.directory(),
        number,
        directory.shards(),
        new ShardOptions(properties.durability(), SHARD_QUEUE, SHARD_RUN),
        engine,
        HousekeepingOptions.DEFAULT);
  }

  private StorageNode.Environment environment(int number, NodeCounters counters) {
    return new StorageNode.Environment(
        files,
        clock,
        new HybridClock(clock, number, random),
        Workers.platform("cairn-engine"),
        threads("cairn-node"),
        counters);
  }

  @Bean
  NodeHost.Registering registering(
      StorageNodeProperties properties,
      DataDirectory directory,
      Connections connections,
      ThreadDelays delays,
      RpcServer server) {
    UUID nodeId = directory.identity().map(NodeIdentity::nodeId).orElseThrow();
    return (known, presence) ->
        new Registration(
            () ->
                new Registration.Node(
                    nodeId,
                    server.advertised(),
                    directory.shards(),
                    presence.hasData(),
                    ShardCodec.VERSION,
                    ShardCodec.VERSION),
            known,
            () -> connections.to(properties.partitionManager()),
            delays,
            random);
  }

  @Bean
  NodeHost nodeHost(
      StorageNodeProperties properties,
      DataDirectory directory,
      StorageNodeService service,
      NodeHost.Opening opening,
      NodeHost.Registering registering,
      ApplicationContext context) {
    try {
      return new NodeHost(
          directory,
          service,
          opening,
          registering,
          () -> AvailabilityChangeEvent.publish(context, LivenessState.BROKEN));
    } catch (IOException | RuntimeException unusable) {
      throw refusal(properties, unusable);
    }
  }

  private static RuntimeException refusal(StorageNodeProperties properties, Exception failure) {
    String reason = OpenFailures.explain(properties.directory(), failure);
    if (reason == null) {
      return failure instanceof RuntimeException defect
          ? defect
          : new IllegalStateException(failure);
    }
    return new StartRefusedException(
        reason, "Mend it, or name another cairn.data-directory.", EXIT_DATA_DIRECTORY);
  }

  private static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon(true).name(name + "-", 0).factory();
  }
}
