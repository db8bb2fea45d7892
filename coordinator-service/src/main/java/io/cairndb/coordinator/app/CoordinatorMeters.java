package io.cairndb.coordinator.app;

import io.cairndb.coordinator.grpc.CoordinatorProcess;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The figures of a coordinator; docs/metrics.md lists the same. */
final class CoordinatorMeters implements MeterBinder {
  private final CoordinatorProcess coordinator;

  CoordinatorMeters(CoordinatorProcess coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder(
            "cairn.coordination.in.flight.requests",
            coordinator,
            process -> process.admission().inFlight())
        .description("Requests to partitions, and transactions, under way")
        .register(registry);
    counter(
        registry,
        "cairn.coordination.refused",
        "Requests and transactions refused because too many were under way",
        process -> process.admission().refused());
    counter(
        registry,
        "cairn.coordination.map.waits",
        "Requests that waited for the partition map they were planned with",
        process -> process.forwarding().waits());
    counter(
        registry,
        "cairn.coordination.homeless",
        "Requests sent back because no map had their partition",
        process -> process.forwarding().homeless());
    counter(
        registry,
        "cairn.transactions.local",
        "Write transactions done by one shard in one step",
        CoordinatorProcess::localTransactions);
    counter(
        registry,
        "cairn.transactions.distributed",
        "Write transactions over several shards",
        CoordinatorProcess::distributedTransactions);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String meaning,
      ToDoubleFunction<CoordinatorProcess> value) {
    FunctionCounter.builder(name, coordinator, value).description(meaning).register(registry);
  }
}
