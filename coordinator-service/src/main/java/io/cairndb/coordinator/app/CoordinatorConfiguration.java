package io.cairndb.coordinator.app;

import io.cairndb.coordinator.grpc.CoordinatorProcess;
import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.rpc.node.Connections;
import io.cairndb.service.ListenAddresses;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcProperties;
import io.cairndb.service.RpcServer;
import io.cairndb.service.metrics.Figures;
import io.cairndb.shard.codec.ShardCodec;
import java.util.List;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns properties into plain objects: the only class that sees both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CoordinatorProperties.class)
class CoordinatorConfiguration {
  private static final RandomSource RANDOM = RandomSource.system();

  @Bean
  CoordinatorDirectory directory(CoordinatorProperties properties) {
    return CoordinatorDirectory.open(new LocalFileSystem(), properties.dataDirectory(), RANDOM);
  }

  @Bean
  ThreadDelays delays() {
    return new ThreadDelays("cairn-delays");
  }

  @Bean
  Connections connections(RpcOptions options) {
    return new Connections(options);
  }

  @Bean
  ClusterWatch cluster(
      CoordinatorProperties properties, Connections connections, ThreadDelays delays) {
    ClusterWatch watch =
        new ClusterWatch(() -> connections.to(properties.partitionManager()), delays, RANDOM);
    watch.start();
    return watch;
  }

  @Bean
  CoordinatorProcess coordinator(
      CoordinatorProperties properties,
      ClusterWatch watch,
      Connections connections,
      ThreadDelays delays,
      CoordinatorDirectory directory) {
    CoordinatorProcess process =
        new CoordinatorProcess(
            watch,
            connections,
            new CoordinatorProcess.Machine(Clock.system(), RANDOM, delays),
            new CoordinatorProcess.Limits(
                properties.requestsInFlight(), properties.callDeadline(), properties.mapWait()));
    directory.membership().ifPresent(known -> process.numbered(known.number()));
    return process;
  }

  @Bean
  RpcServer rpcServer(
      RpcProperties rpc,
      ListenAddresses addresses,
      RpcOptions options,
      CoordinatorProcess coordinator) {
    return new RpcServer(rpc, addresses, options, List.of(coordinator.service()));
  }

  @Bean
  Joining joining(
      CoordinatorProperties properties,
      Connections connections,
      ThreadDelays delays,
      CoordinatorDirectory directory,
      RpcServer server,
      CoordinatorProcess coordinator,
      ApplicationContext context) {
    Registration registration =
        new Registration(
            () ->
                new Registration.Node(
                    directory.nodeId(),
                    server.advertised(),
                    0,
                    false,
                    ShardCodec.VERSION,
                    ShardCodec.VERSION),
            directory.membership(),
            () -> connections.to(properties.partitionManager()),
            delays,
            RANDOM);
    return new Joining(
        registration,
        directory,
        coordinator::numbered,
        () -> AvailabilityChangeEvent.publish(context, LivenessState.BROKEN));
  }

  @Bean
  Readiness clusterKnown(ClusterWatch watch) {
    return Readiness.when(
        watch::isReady,
        "the catalog has not come from the partition manager, or storage nodes lack");
  }

  @Bean
  Readiness numberKnown(CoordinatorProcess coordinator) {
    return Readiness.when(
        coordinator::isReady, "transactions wait for this process to become a member");
  }

  @Bean
  Figures figures(CoordinatorProcess coordinator, ClusterWatch watch) {
    return new Figures()
        .add(CoordinatorMetric.IN_FLIGHT, () -> coordinator.admission().inFlight())
        .add(CoordinatorMetric.REFUSED, () -> coordinator.admission().refused())
        .add(CoordinatorMetric.MAP_WAITS, () -> coordinator.forwarding().waits())
        .add(CoordinatorMetric.HOMELESS, () -> coordinator.forwarding().homeless())
        .add(CoordinatorMetric.LOCAL, coordinator::localTransactions)
        .add(CoordinatorMetric.DISTRIBUTED, coordinator::distributedTransactions)
        .add(CoordinatorMetric.TRANSACTION_RETRIES, coordinator::transactionRetries)
        .add(
            CoordinatorMetric.RECOVERED,
            "outcome",
            "committed",
            () -> coordinator.recovered().committed())
        .add(
            CoordinatorMetric.RECOVERED,
            "outcome",
            "aborted",
            () -> coordinator.recovered().aborted())
        .add(CoordinatorMetric.WATCH_CONNECTED, () -> watch.isConnected() ? 1 : 0);
  }
}
