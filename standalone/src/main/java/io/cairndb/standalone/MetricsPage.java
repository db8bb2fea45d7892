package io.cairndb.standalone;

import io.cairndb.metrics.Metric;
import io.cairndb.router.http.SidePage;
import io.cairndb.storage.node.NodeFigures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code GET /metrics} in the text format Prometheus reads. Thread-safe. */
final class MetricsPage implements SidePage {
  private final Figures figures;

  MetricsPage(Figures figures) {
    this.figures = figures;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public String contentType() {
    return "text/plain; version=0.0.4; charset=utf-8";
  }

  @Override
  public byte[] render() {
    StringBuilder text = new StringBuilder(4096);
    for (Metric metric : ProcessMetric.all()) {
      List<Figures.Sample> samples = figures.samples(metric);
      text.append("# HELP ").append(metric.prometheusName()).append(' ').append(metric.meaning());
      text.append("\n# TYPE ").append(metric.prometheusName()).append(' ').append(typeOf(metric));
      text.append('\n');
      for (Figures.Sample sample : samples) {
        text.append(metric.prometheusName())
            .append(labels(sample.tags()))
            .append(' ')
            .append(sample.value())
            .append('\n');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String labels(List<NodeFigures.Tag> tags) {
    return tags.isEmpty()
        ? ""
        : tags.stream()
            .map(tag -> tag.name() + "=\"" + tag.value() + '"')
            .collect(Collectors.joining(",", "{", "}"));
  }

  /** As in the text format of Prometheus. */
  private static String typeOf(Metric metric) {
    return metric.type().name().toLowerCase(Locale.ROOT);
  }
}
