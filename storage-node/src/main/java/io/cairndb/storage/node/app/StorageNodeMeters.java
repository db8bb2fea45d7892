package io.cairndb.storage.node.app;

import io.cairndb.env.Clock;
import io.cairndb.placement.ShardId;
import io.cairndb.service.metrics.Figures;
import io.cairndb.storage.node.NodeCounters;
import io.cairndb.storage.node.NodeFigures;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.grpc.ServiceEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Counts what happens in the service, passes it on, and shows all figures. Thread-safe. */
final class StorageNodeMeters implements ServiceEvents {
  private final MeterRegistry registry;
  private final ServiceEvents next;
  private final LongAdder overloads = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder defects = new LongAdder();

  StorageNodeMeters(MeterRegistry registry, ServiceEvents next) {
    this.registry = registry;
    this.next = next;
    add(ServiceMetric.READS_REFUSED, overloads::sum);
    add(ServiceMetric.MALFORMED_CALLS, malformed::sum);
    add(ServiceMetric.CALL_DEFECTS, defects::sum);
  }

  void add(ServiceMetric metric, DoubleSupplier value) {
    new Figures().add(metric, value).bindTo(registry);
  }

  /** Shows the figures of the shards, which may be opened long after the start. */
  void add(StorageNode node, NodeCounters counters, Clock clock) {
    Figures figures = new Figures();
    NodeFigures.add(
        (metric, tags, value) -> {
          var unused = figures.add(metric, pairs(tags), value);
        },
        node,
        counters,
        clock);
    figures.bindTo(registry);
  }

  private static Map<String, String> pairs(List<NodeFigures.Tag> tags) {
    Map<String, String> pairs = new LinkedHashMap<>();
    tags.forEach(tag -> pairs.put(tag.name(), tag.value()));
    return pairs;
  }

  @Override
  public Work onWork(Kind kind, ShardId shard, String what) {
    return next.onWork(kind, shard, what);
  }

  @Override
  public void onOverload(String method) {
    overloads.increment();
    next.onOverload(method);
  }

  @Override
  public void onMalformed(String method, String reason) {
    malformed.increment();
    next.onMalformed(method, reason);
  }

  @Override
  public void onDefect(String method, Throwable failure) {
    defects.increment();
    next.onDefect(method, failure);
  }
}
