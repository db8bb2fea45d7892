package io.cairndb.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.metrics.Metric.Details;
import org.junit.jupiter.api.Test;

/** Prometheus tells a counter from a gauge by its name, and so do people. */
class MetricTest {
  private enum Sample implements Metric {
    QUEUE(Details.gauge("cairn_shard_queue_depth_commands", "Commands waiting or running"));

    private final Details details;

    Sample(Details details) {
      this.details = details;
    }

    @Override
    public Details details() {
      return details;
    }
  }

  @Test
  void aConstantIsWhatItsDetailsSay() {
    assertEquals("cairn_shard_queue_depth_commands", Sample.QUEUE.prometheusName());
    assertEquals(Metric.Type.GAUGE, Sample.QUEUE.type());
    assertEquals("Commands waiting or running", Sample.QUEUE.meaning());
  }

  @Test
  void theNameMustFitTheType() {
    assertThrows(IllegalArgumentException.class, () -> Details.gauge("cairn_a_total", "a"));
    assertThrows(IllegalArgumentException.class, () -> Details.counter("cairn_a", "a"));
    assertThrows(IllegalArgumentException.class, () -> Details.histogram("cairn_a", "a"));
    assertThrows(IllegalArgumentException.class, () -> Details.gauge("cairn_a-b", "a"));
    assertThrows(IllegalArgumentException.class, () -> Details.gauge("other_a", "a"));
  }
}
