package io.cairndb.benchmarks.engine;

import java.util.Optional;

/** One number that is not of a workload. One line of text each, as {@link Result}. */
record Figure(StoreKind store, int valueBytes, String name, long bytes) {
  private static final String MARK = "figure";
  private static final int FIELDS = 5;

  String line() {
    return String.join(
        "\t", MARK, store.name(), Integer.toString(valueBytes), name, Long.toString(bytes));
  }

  static Optional<Figure> parse(String line) {
    String[] fields = line.split("\t", -1);
    return fields.length == FIELDS && fields[0].equals(MARK)
        ? Optional.of(
            new Figure(
                StoreKind.valueOf(fields[1]),
                Integer.parseInt(fields[2]),
                fields[3],
                Long.parseLong(fields[4])))
        : Optional.empty();
  }
}
