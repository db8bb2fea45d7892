package io.cairndb.service.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.metrics.Metric;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Metrics are served under the names that are documented. */
class MetricsTest {
  private enum Sample implements Metric {
    QUEUE(Details.gauge("cairn_shard_queue_depth_commands", "Commands waiting or running")),
    REFUSED(Details.counter("cairn_coordination_refused_total", "Requests refused")),
    STALL(Details.counter("cairn_storage_write_stall_seconds_total", "Time those batches waited")),
    REQUEST(Details.histogram("cairn_http_request_seconds", "Requests answered"));

    private final Details details;

    Sample(Details details) {
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  private final MockClock clock = new MockClock();
  private final PrometheusMeterRegistry registry = registry(clock);

  private static PrometheusMeterRegistry registry(Clock clock) {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
  }

  @Test
  void figuresAreReadWhenSomebodyLooks() {
    AtomicLong waiting = new AtomicLong(3);
    new Figures()
        .add(Sample.QUEUE, "shard", "0", waiting::get)
        .add(Sample.QUEUE, "shard", "1", () -> 8)
        .add(Sample.REFUSED, () -> 5)
        .add(Sample.STALL, () -> 1.5)
        .bindTo(registry);
    waiting.set(4);
    String served = registry.scrape();
    assertServed(served, "cairn_shard_queue_depth_commands{shard=\"0\"} 4.0");
    assertServed(served, "cairn_shard_queue_depth_commands{shard=\"1\"} 8.0");
    assertServed(served, "# TYPE cairn_coordination_refused_total counter");
    assertServed(served, "cairn_coordination_refused_total 5.0");
    assertServed(served, "cairn_storage_write_stall_seconds_total 1.5");
    assertServed(served, "# HELP cairn_coordination_refused_total Requests refused");
  }

  @Test
  void timesAreServedInBuckets() {
    Histograms times = new Histograms(registry, Sample.REQUEST, "operation", "status");
    long began = times.now();
    clock.add(Duration.ofMillis(3));
    times.record("PutItem", "200", began);
    String served = registry.scrape();
    assertServed(served, "# TYPE cairn_http_request_seconds histogram");
    String row = "cairn_http_request_seconds_bucket{operation=\"PutItem\",status=\"200\",le=";
    assertServed(served, row + "\"0.0025\"} 0");
    assertServed(served, row + "\"0.005\"} 1");
    Figures wrong = new Figures().add(Sample.REQUEST, () -> 1);
    assertThrows(IllegalArgumentException.class, () -> wrong.bindTo(registry));
  }

  @Test
  void theDocumentListsWhatEveryServiceHas() throws Exception {
    MetricsDocument.assertLists("All services", SharedMetric.values());
    assertEquals(7, SharedMetric.values().length);
  }

  private static void assertServed(String served, String line) {
    assertTrue(served.lines().anyMatch(line::equals), () -> line + " is not in\n" + served);
  }
}
