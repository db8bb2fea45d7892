package io.cairndb.service.metrics;

import io.cairndb.metrics.Metric;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times of one metric, told apart by two tags of few values. Thread-safe; allocates nothing. */
public final class Histograms {
  /** A tenth of a millisecond to ten seconds. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Clock clock;
  private final Metric metric;
  private final String firstTag;
  private final String secondTag;
  private final Map<String, Map<String, Timer>> timers = new ConcurrentHashMap<>();

  public Histograms(MeterRegistry registry, Metric metric, String firstTag, String secondTag) {
    this.registry = registry;
    this.clock = registry.config().clock();
    this.metric = metric;
    this.firstTag = firstTag;
    this.secondTag = secondTag;
  }

  /** The moment, to be handed to {@link #record}. */
  public long now() {
    return clock.monotonicTime();
  }

  /** Takes note of something that began then and has just ended. */
  public void record(String first, String second, long began) {
    Map<String, Timer> ofFirst = timers.get(first);
    if (ofFirst == null) {
      ofFirst = timers.computeIfAbsent(first, tag -> new ConcurrentHashMap<>());
    }
    Timer timer = ofFirst.get(second);
    if (timer == null) {
      timer = ofFirst.computeIfAbsent(second, tag -> timer(first, tag));
    }
    timer.record(now() - began, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String first, String second) {
    return Timer.builder(metric.prometheusName())
        .description(metric.meaning())
        .tags(firstTag, first, secondTag, second)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
