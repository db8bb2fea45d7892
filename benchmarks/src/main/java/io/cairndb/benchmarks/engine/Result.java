package io.cairndb.benchmarks.engine;

import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What one workload came to. One line of text each, for the process that draws the table.
 *
 * @param operations done; entries, where the workload walks
 * @param micros latency of one operation
 * @param read bytes that were asked of the file system
 * @param written bytes that were handed to it, by flushes and compactions too
 */
record Result(
    StoreKind store,
    int valueBytes,
    String workload,
    long operations,
    double seconds,
    Percentiles micros,
    long read,
    long written) {
  private static final String MARK = "result";
  private static final int FIELDS = 12;

  /** Microseconds. */
  record Percentiles(double p50, double p99, double p999, double max) {
    static Percentiles of(Histogram nanos) {
      return new Percentiles(
          nanos.getValueAtPercentile(50) / 1e3,
          nanos.getValueAtPercentile(99) / 1e3,
          nanos.getValueAtPercentile(99.9) / 1e3,
          nanos.getMaxValue() / 1e3);
    }
  }

  double perSecond() {
    return operations / seconds;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%s\t%s\t%d\t%s\t%d\t%.4f\t%.1f\t%.1f\t%.1f\t%.1f\t%d\t%d",
        MARK,
        store,
        valueBytes,
        workload,
        operations,
        seconds,
        micros.p50,
        micros.p99,
        micros.p999,
        micros.max,
        read,
        written);
  }

  static Optional<Result> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS || !fields[0].equals(MARK)) {
      return Optional.empty();
    }
    return Optional.of(
        new Result(
            StoreKind.valueOf(fields[1]),
            Integer.parseInt(fields[2]),
            fields[3],
            Long.parseLong(fields[4]),
            Double.parseDouble(fields[5]),
            new Percentiles(
                Double.parseDouble(fields[6]),
                Double.parseDouble(fields[7]),
                Double.parseDouble(fields[8]),
                Double.parseDouble(fields[9])),
            Long.parseLong(fields[10]),
            Long.parseLong(fields[11])));
  }
}
