package io.cairndb.standalone;

import io.cairndb.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/** Where the value of each metric is read from. Filled while wiring. Thread-safe. */
final class Figures {
  private final Map<Metric, List<Source>> sources = new ConcurrentHashMap<>();

  /**
   * One value at this moment.
   *
   * @param shard tag; empty for metrics of the whole process
   */
  record Sample(String shard, String value) {}

  private record Source(String shard, DoubleSupplier value) {}

  void add(Metric metric, DoubleSupplier value) {
    add(metric, "", value);
  }

  void add(Metric metric, String shard, DoubleSupplier value) {
    sources
        .computeIfAbsent(metric, m -> new CopyOnWriteArrayList<>())
        .add(new Source(shard, value));
  }

  List<Sample> samples(Metric metric) {
    List<Sample> samples = new ArrayList<>();
    for (Source source : sources.getOrDefault(metric, List.of())) {
      samples.add(new Sample(source.shard(), text(source.value().getAsDouble())));
    }
    return samples;
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
