package io.cairndb.standalone;

import io.cairndb.metrics.Metric;
import io.cairndb.storage.node.NodeFigures;
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
   * @param tags none for metrics of the whole process
   */
  record Sample(List<NodeFigures.Tag> tags, String value) {}

  private record Source(List<NodeFigures.Tag> tags, DoubleSupplier value) {}

  void add(Metric metric, DoubleSupplier value) {
    add(metric, List.of(), value);
  }

  void add(Metric metric, List<NodeFigures.Tag> tags, DoubleSupplier value) {
    sources.computeIfAbsent(metric, m -> new CopyOnWriteArrayList<>()).add(new Source(tags, value));
  }

  List<Sample> samples(Metric metric) {
    List<Sample> samples = new ArrayList<>();
    for (Source source : sources.getOrDefault(metric, List.of())) {
      samples.add(new Sample(source.tags(), text(source.value().getAsDouble())));
    }
    return samples;
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
