package io.cairndb.router.app;

import io.cairndb.router.grpc.RouterProcess;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The figures of a router; docs/metrics.md lists the same. */
final class RouterMeters implements MeterBinder {
  private final HttpFront http;
  private final RouterProcess router;

  RouterMeters(HttpFront http, RouterProcess router) {
    this.http = http;
    this.router = router;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindHttp(registry);
    gauge(
        registry,
        router,
        "cairn.coordination.in.flight.requests",
        "Requests to partitions, and transactions, under way",
        process -> process.admission().inFlight());
    counter(
        registry,
        router,
        "cairn.coordination.refused",
        "Requests and transactions refused because too many were under way",
        process -> process.admission().refused());
    counter(
        registry,
        router,
        "cairn.coordination.stale.routes",
        "Requests sent again after the partition map had changed",
        process -> process.routing().staleRoutes());
    counter(
        registry,
        router,
        "cairn.expressions.cache.hits",
        "Expressions found compiled",
        RouterProcess::expressionCacheHits);
    counter(
        registry,
        router,
        "cairn.expressions.cache.misses",
        "Expressions compiled",
        RouterProcess::expressionCacheMisses);
  }

  private void bindHttp(MeterRegistry registry) {
    gauge(
        registry,
        http,
        "cairn.http.connections",
        "Connections open now",
        front -> front.stats().connections());
    counter(
        registry,
        http,
        "cairn.http.connections.refused",
        "Connections closed at once because too many were open",
        front -> front.stats().refusedConnections());
    counter(
        registry,
        http,
        "cairn.http.requests",
        "Requests read completely",
        front -> front.stats().requests());
    counter(
        registry,
        http,
        "cairn.http.bodies.refused",
        "Requests answered 413 or 503 because of their size",
        front -> front.stats().refusedBodies());
    gauge(
        registry,
        http,
        "cairn.http.body.bytes",
        "Bytes of request bodies held now",
        front -> front.stats().bufferedBodyBytes());
  }

  private static <T> void gauge(
      MeterRegistry registry, T owner, String name, String meaning, ToDoubleFunction<T> value) {
    Gauge.builder(name, owner, value).description(meaning).register(registry);
  }

  private static <T> void counter(
      MeterRegistry registry, T owner, String name, String meaning, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, owner, value).description(meaning).register(registry);
  }
}
