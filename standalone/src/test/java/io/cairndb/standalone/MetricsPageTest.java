package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.metrics.Metric;
import io.cairndb.storage.engine.Durability;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server shows a value for every metric it names. */
class MetricsPageTest {

  @Test
  void everyMetricHasAValue(@TempDir Path directory) throws Exception {
    StandaloneOptions options =
        new StandaloneOptions("127.0.0.1", 0, directory, true, Durability.SYNC, 1);
    try (StandaloneServer server = StandaloneServer.start(options);
        InputStream in = server.endpoint().resolve("/metrics").toURL().openStream()) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Metric metric : ProcessMetric.all()) {
        assertTrue(
            page.lines().anyMatch(line -> line.matches(metric.prometheusName() + "(\\{.*})? .+")),
            metric.prometheusName());
      }
    }
  }
}
