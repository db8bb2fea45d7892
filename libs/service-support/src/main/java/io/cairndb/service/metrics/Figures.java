package io.cairndb.service.metrics;

import io.cairndb.metrics.Metric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Where the values of gauges and counters are read whenever somebody looks: what a core counts
 * anyway. A bean of this type is bound to the registry. Filled by one thread, before that.
 */
public final class Figures implements MeterBinder {
  private final List<Source> sources = new ArrayList<>();

  private record Source(Metric metric, List<Tag> tags, DoubleSupplier value) {}

  /** Adds a figure of the whole process. */
  public Figures add(Metric metric, DoubleSupplier value) {
    sources.add(new Source(metric, List.of(), value));
    return this;
  }

  /**
   * Adds one of several figures that a tag tells apart.
   *
   * @param tag as the document names it
   * @param of one of few
   */
  public Figures add(Metric metric, String tag, String of, DoubleSupplier value) {
    return add(metric, Map.of(tag, of), value);
  }

  /**
   * Adds one of several figures that tags tell apart.
   *
   * @param tags values, each one of few, by the names in the document
   */
  public Figures add(Metric metric, Map<String, String> tags, DoubleSupplier value) {
    List<Tag> all = new ArrayList<>();
    tags.forEach((tag, of) -> all.add(Tag.of(tag, of)));
    sources.add(new Source(metric, List.copyOf(all), value));
    return this;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    sources.forEach(source -> bind(registry, source));
  }

  private static void bind(MeterRegistry registry, Source source) {
    Metric metric = source.metric();
    switch (metric.type()) {
      case GAUGE ->
          Gauge.builder(metric.prometheusName(), source.value()::getAsDouble)
              .description(metric.meaning())
              .tags(source.tags())
              .strongReference(true)
              .register(registry);
      case COUNTER ->
          FunctionCounter.builder(
                  metric.prometheusName(), source.value(), DoubleSupplier::getAsDouble)
              .description(metric.meaning())
              .tags(source.tags())
              .register(registry);
      case HISTOGRAM -> throw new IllegalArgumentException(metric + " is recorded, not read");
    }
  }
}
