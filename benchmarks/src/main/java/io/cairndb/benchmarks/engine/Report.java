package io.cairndb.benchmarks.engine;

import java.util.Locale;
import java.util.Optional;

/** What a person reads while the stores are measured: a line for each result. Pure functions. */
final class Report {
  private static final double MEGABYTE = 1 << 20;

  private Report() {}

  /** What comes before the lines of one store. */
  static String heading(StoreKind store, int valueBytes) {
    return String.format(Locale.ROOT, "%s, values of %,d bytes", store.label(), valueBytes);
  }

  /** The line for what a run printed; empty for what it did not mean for people. */
  static Optional<String> line(String printed) {
    return Result.parse(printed)
        .map(Report::line)
        .or(() -> Figure.parse(printed).map(Report::line));
  }

  private static String line(Result result) {
    Result.Percentiles micros = result.micros();
    return String.format(
        Locale.ROOT,
        "  %-31s %,12.0f ops/s   p50 %s, p99 %s, p99.9 %s, max %s",
        result.workload(),
        result.perSecond(),
        time(micros.p50()),
        time(micros.p99()),
        time(micros.p999()),
        time(micros.max()));
  }

  private static String line(Figure figure) {
    return String.format(
        Locale.ROOT, "  %-31s %,12.0f MB", figure.name(), figure.bytes() / MEGABYTE);
  }

  private static String time(double micros) {
    if (micros < 1_000) {
      return String.format(Locale.ROOT, micros < 10 ? "%.1f µs" : "%.0f µs", micros);
    }
    double millis = micros / 1_000;
    return millis < 1_000
        ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
