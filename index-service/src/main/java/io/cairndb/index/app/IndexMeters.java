package io.cairndb.index.app;

import io.cairndb.index.core.FeedListener;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.placement.PartitionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Counts what feeds meet, and passes it on. Thread-safe. */
final class IndexMeters implements FeedListener {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final MeterRegistry registry;
  private final FeedListener next;
  private final Counter records;
  private final Counter entries;
  private final Counter retries;
  private final Timer apply;

  IndexMeters(MeterRegistry registry, FeedListener next) {
    this.registry = registry;
    this.next = next;
    records = counter(IndexMetric.RECORDS);
    entries = counter(IndexMetric.ENTRIES);
    retries = counter(IndexMetric.RETRIES);
    apply =
        Timer.builder(IndexMetric.APPLY_SECONDS.prometheusName())
            .description(IndexMetric.APPLY_SECONDS.meaning())
            .publishPercentileHistogram()
            .register(registry);
  }

  private Counter counter(IndexMetric metric) {
    return Counter.builder(metric.prometheusName())
        .description(metric.meaning())
        .register(registry);
  }

  /** Shows figures of the service. */
  void watch(RemoteIndexes indexes) {
    gauge(IndexMetric.FEEDS_WAITING, indexes, all -> all.lag().feedsWaiting());
    gauge(IndexMetric.LAG_SECONDS, indexes, all -> all.lag().lag().toMillis() / MILLIS_PER_SECOND);
    gauge(IndexMetric.FEEDS_BEHIND, indexes, all -> all.lag().feedsBehind());
    gauge(IndexMetric.TABLES_SLOWED, indexes, all -> all.lag().slowDown().size());
    gauge(IndexMetric.WAITING_CALLS, indexes, all -> all.service().waiting());
    gauge(IndexMetric.SHARDS_UNHEARD, indexes, RemoteIndexes::unheardShards);
  }

  private void gauge(
      IndexMetric metric, RemoteIndexes indexes, ToDoubleFunction<RemoteIndexes> value) {
    Gauge.builder(metric.prometheusName(), indexes, value)
        .description(metric.meaning())
        .register(registry);
  }

  @Override
  public void onRetry(UUID tableId, PartitionId source, int failures, String reason) {
    retries.increment();
    next.onRetry(tableId, source, failures, reason);
  }

  @Override
  public void onApplied(UUID tableId, PartitionId source, Applied batch) {
    records.increment(batch.records());
    entries.increment(batch.mutations());
    apply.record(batch.nanos(), TimeUnit.NANOSECONDS);
    next.onApplied(tableId, source, batch);
  }
}
