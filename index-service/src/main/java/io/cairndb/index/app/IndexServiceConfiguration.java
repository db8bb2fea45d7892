package io.cairndb.index.app;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.index.core.GlobalIndexFeeder.FeedConfiguration;
import io.cairndb.index.core.GlobalIndexes;
import io.cairndb.index.core.LoggingFeedListener;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.service.ListenAddresses;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcProperties;
import io.cairndb.service.RpcServer;
import io.cairndb.service.metrics.Figures;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns properties into plain objects: the only class that sees both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IndexServiceProperties.class)
class IndexServiceConfiguration {

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
      IndexServiceProperties properties, Connections connections, ThreadDelays delays) {
    return new ClusterWatch(
        () -> connections.to(properties.partitionManager()), delays, RandomSource.system());
  }

  @Bean
  Readiness clusterKnown(ClusterWatch watch) {
    return Readiness.when(
        watch::isReady, "the catalog has not come from the partition manager, or no cluster is");
  }

  @Bean
  StorageNodes storageNodes(
      IndexServiceProperties properties, ClusterWatch watch, Connections connections) {
    return new StorageNodes(watch::cluster, connections, properties.index().nodeDeadline());
  }

  @Bean
  IndexMeters meters(MeterRegistry registry) {
    return new IndexMeters(
        registry, new LoggingFeedListener(LoggerFactory.getLogger(GlobalIndexes.class)));
  }

  @Bean
  RemoteIndexes indexes(
      IndexServiceProperties properties,
      ClusterWatch watch,
      StorageNodes nodes,
      ThreadDelays delays,
      IndexMeters meters) {
    RemoteIndexes indexes =
        new RemoteIndexes(
            new RemoteIndexes.Cluster(() -> FeedTopology.of(watch.catalog()), watch::cluster),
            nodes,
            new RemoteIndexes.Environment(delays, Clock.system(), RandomSource.system()),
            new FeedConfiguration(properties.index().feedOptions(), meters),
            properties.index().limits());
    watch.onChange(indexes::clusterChanged);
    indexes.start();
    watch.start();
    return indexes;
  }

  @Bean
  Figures figures(IndexMeters meters, RemoteIndexes indexes, ClusterWatch watch) {
    return meters.figures(indexes, watch);
  }

  @Bean
  RpcServer rpcServer(
      RpcProperties rpc, ListenAddresses addresses, RpcOptions options, RemoteIndexes indexes) {
    return new RpcServer(rpc, addresses, options, List.of(indexes.service()));
  }
}
