package io.cairndb.router.app;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.router.grpc.CallScopes;
import io.cairndb.router.grpc.Peer;
import io.cairndb.router.grpc.RouterProcess;
import io.cairndb.router.http.HttpServerOptions;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.node.Connections;
import io.cairndb.service.ListenAddresses;
import io.cairndb.service.Readiness;
import io.cairndb.service.metrics.Figures;
import io.cairndb.service.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns properties into plain objects: the only class that sees both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RouterProperties.class)
class RouterConfiguration {
  private static final RandomSource RANDOM = RandomSource.system();

  @Bean
  ThreadDelays delays() {
    return new ThreadDelays("cairn-delays");
  }

  @Bean
  Connections connections(RpcOptions options) {
    return new Connections(options);
  }

  @Bean
  ClusterWatch cluster(RouterProperties properties, Connections connections, ThreadDelays delays) {
    ClusterWatch watch =
        new ClusterWatch(() -> connections.to(properties.partitionManager()), delays, RANDOM);
    watch.start();
    return watch;
  }

  @Bean
  ObservedRequests requests(Tracing tracing, MeterRegistry meters) {
    return new ObservedRequests(new CallScopes(), tracing, meters);
  }

  @Bean
  RouterProcess router(
      RouterProperties properties,
      ClusterWatch watch,
      Connections connections,
      ThreadDelays delays,
      ObservedRequests requests,
      ObjectProvider<HttpFront> front) {
    return new RouterProcess(
        watch,
        new RouterProcess.Peers(
            new Peer(connections, properties.coordinator()),
            new Peer(connections, properties.partitionManager()),
            new Peer(connections, properties.indexService())),
        new RouterProcess.Machine(Clock.system(), RANDOM, delays),
        new RouterProcess.Limits(
            properties.requestsInFlight(),
            properties.callDeadline(),
            properties.attemptDeadline(),
            properties.changeRetention()),
        () -> HttpFront.endpoint(properties.http().listen(), front.getIfAvailable()),
        requests);
  }

  @Bean
  HttpFront httpFront(
      RouterProperties properties,
      ListenAddresses addresses,
      RouterProcess router,
      ObservedRequests requests) {
    InetSocketAddress address = addresses.require("cairn.http.listen", properties.http().listen());
    Runtime machine = Runtime.getRuntime();
    HttpServerOptions options =
        HttpServerOptions.defaults(address, machine.availableProcessors(), machine.maxMemory())
            .withDrainTimeout(properties.http().drainTimeout());
    return new HttpFront(router.frontDoor(), options, requests);
  }

  @Bean
  Readiness clusterKnown(ClusterWatch watch) {
    return Readiness.when(
        watch::isReady,
        "the catalog has not come from the partition manager, or storage nodes lack");
  }

  /** Every request for items goes there. */
  @Bean
  Readiness coordinatorReached(RouterProperties properties, Connections connections) {
    return Readiness.when(
        () -> connections.isConnected(properties.coordinator()),
        "the coordinator cannot be reached");
  }

  @Bean
  Figures figures(HttpFront http, RouterProcess router, ClusterWatch watch) {
    return new Figures()
        .add(RouterMetric.HTTP_CONNECTIONS, () -> http.stats().connections())
        .add(RouterMetric.HTTP_CONNECTIONS_REFUSED, () -> http.stats().refusedConnections())
        .add(RouterMetric.HTTP_REQUESTS, () -> http.stats().requests())
        .add(RouterMetric.HTTP_BODIES_REFUSED, () -> http.stats().refusedBodies())
        .add(RouterMetric.HTTP_BODY_BYTES, () -> http.stats().bufferedBodyBytes())
        .add(RouterMetric.HTTP_ANSWERS_REFUSED, () -> http.stats().refusedAnswers())
        .add(RouterMetric.HTTP_UNSENT_BYTES, () -> http.stats().unsentBytes())
        .add(RouterMetric.IN_FLIGHT, () -> router.admission().inFlight())
        .add(RouterMetric.REFUSED, () -> router.admission().refused())
        .add(RouterMetric.STALE_ROUTES, () -> router.routing().staleRoutes())
        .add(RouterMetric.REPEATED_READS, router::repeatedReads)
        .add(RouterMetric.INDEX_READS_BEHIND, router::indexReadsBehind)
        .add(RouterMetric.SLOWED_WRITES, router::slowedWrites)
        .add(RouterMetric.WATCH_CONNECTED, () -> watch.isConnected() ? 1 : 0)
        .add(RouterMetric.CACHE_HITS, router::expressionCacheHits)
        .add(RouterMetric.CACHE_MISSES, router::expressionCacheMisses);
  }
}
