package io.cairndb.partition.manager.app;

import io.cairndb.control.plane.codec.CorruptRecordException;
import io.cairndb.env.Clock;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.partition.manager.ControlPlaneConfig;
import io.cairndb.partition.manager.MetadataDirectory;
import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.partition.manager.grpc.RemoteShardAdmin;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.service.ListenAddresses;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcProperties;
import io.cairndb.service.RpcServer;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.Figures;
import io.cairndb.storage.engine.CorruptionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns properties into plain objects: the only class that sees both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartitionManagerProperties.class)
class PartitionManagerConfiguration {
  /** As one process ends when its data directory cannot be used. */
  private static final int EXIT_DATA_DIRECTORY = 6;

  @Bean
  ThreadDelays delays() {
    return new ThreadDelays("cairn-timer");
  }

  @Bean
  Connections connections(RpcOptions options) {
    return new Connections(options);
  }

  @Bean
  ExecutorService updates() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  @Bean
  MetadataDirectory metadata(PartitionManagerProperties properties) {
    try {
      return MetadataDirectory.open(
          new LocalFileSystem(),
          properties.dataDirectory().toAbsolutePath(),
          Clock.system(),
          Workers.platform("cairn-engine"));
    } catch (FileLockedException locked) {
      throw new StartRefusedException(
          properties.dataDirectory() + " is in use by another process",
          "Stop the other process, or name another directory with cairn.data-directory.",
          EXIT_DATA_DIRECTORY);
    } catch (CorruptionException corrupt) {
      throw damaged(corrupt);
    } catch (IOException unusable) {
      throw new StartRefusedException(
          "the data directory "
              + properties.dataDirectory()
              + " cannot be used: "
              + unusable.getMessage(),
          "Mend it, or name another directory with cairn.data-directory.",
          EXIT_DATA_DIRECTORY);
    }
  }

  private static StartRefusedException damaged(Exception corrupt) {
    return new StartRefusedException(
        "the data is damaged and was left as it is: " + corrupt.getMessage(),
        "See docs/runbooks/corruption.md.",
        EXIT_DATA_DIRECTORY);
  }

  @Bean
  PartitionManager partitionManager(
      PartitionManagerProperties properties,
      MetadataDirectory metadata,
      Connections connections,
      ThreadDelays delays,
      ExecutorService updates) {
    PartitionManager.Shards shards =
        (cluster, catalog) ->
            new RemoteShardAdmin(
                new StorageNodes(cluster, connections, properties.nodeDeadline()),
                () -> connections.to(properties.indexService()),
                properties.indexDeadline(),
                catalog);
    try {
      return new PartitionManager(
          metadata.engine(),
          properties.cluster().membership(),
          ControlPlaneConfig.DEFAULT.withWatchRecords(properties.cluster().watchRecords()),
          shards,
          new PartitionManager.Environment(Clock.system(), RandomSource.system(), delays, updates));
    } catch (CorruptRecordException corrupt) {
      throw damaged(corrupt);
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause() instanceof CorruptionException corrupt
          ? damaged(corrupt)
          : unreadable;
    }
  }

  @Bean
  MembersEndpoint members(PartitionManager manager) {
    return new MembersEndpoint(manager);
  }

  @Bean
  Figures figures(PartitionManager manager) {
    return PartitionManagerMetric.figures(manager);
  }

  @Bean
  Readiness catalogOpen(PartitionManager manager) {
    return Readiness.when(
        manager.controlPlane()::isOpen, "the catalog takes no changes since its store failed");
  }

  @Bean
  Readiness membershipOpen(PartitionManager manager) {
    return Readiness.when(
        manager.membership()::isOpen, "the membership takes no changes since its store failed");
  }

  @Bean
  RpcServer rpcServer(
      RpcProperties rpc, ListenAddresses addresses, RpcOptions options, PartitionManager manager) {
    return new RpcServer(rpc, addresses, options, List.of(manager.service()));
  }
}
