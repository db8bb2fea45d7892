package io.cairndb.index.app;

import io.cairndb.index.core.FeedListener;
import io.cairndb.index.grpc.RemoteIndexes;
import io.cairndb.placement.PartitionId;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.service.metrics.Figures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what feeds meet, and passes it on. Thread-safe. */
final class IndexMeters implements FeedListener {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final FeedListener next;
  private final LongAdder records = new LongAdder();
  private final LongAdder entries = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final Timer apply;

  IndexMeters(MeterRegistry registry, FeedListener next) {
    this.next = next;
    apply =
        Timer.builder(IndexMetric.APPLY.prometheusName())
            .description(IndexMetric.APPLY.meaning())
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(500_000))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  /** What is read whenever somebody looks. */
  Figures figures(RemoteIndexes indexes, ClusterWatch watch) {
    return new Figures()
        .add(IndexMetric.FEEDS_WAITING, () -> indexes.lag().feedsWaiting())
        .add(IndexMetric.LAG_SECONDS, () -> indexes.lag().lag().toMillis() / MILLIS_PER_SECOND)
        .add(IndexMetric.FEEDS_BEHIND, () -> indexes.lag().feedsBehind())
        .add(IndexMetric.TABLES_SLOWED, () -> indexes.lag().slowDown().size())
        .add(IndexMetric.WAITING_CALLS, () -> indexes.service().waiting())
        .add(IndexMetric.REFUSED_CALLS, () -> indexes.service().refused())
        .add(IndexMetric.WATCH_CONNECTED, () -> watch.isConnected() ? 1 : 0)
        .add(IndexMetric.SHARDS_UNHEARD, indexes::unheardShards)
        .add(IndexMetric.RECORDS, records::sum)
        .add(IndexMetric.ENTRIES, entries::sum)
        .add(IndexMetric.RETRIES, retries::sum);
  }

  @Override
  public void onRetry(UUID tableId, PartitionId source, int failures, String reason) {
    retries.increment();
    next.onRetry(tableId, source, failures, reason);
  }

  @Override
  public void onApplied(UUID tableId, PartitionId source, Applied batch) {
    records.add(batch.records());
    entries.add(batch.mutations());
    apply.record(batch.nanos(), TimeUnit.NANOSECONDS);
    next.onApplied(tableId, source, batch);
  }
}
