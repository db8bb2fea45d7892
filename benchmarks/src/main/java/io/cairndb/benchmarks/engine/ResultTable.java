package io.cairndb.benchmarks.engine;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Results of several stores at one size of values, side by side, as a Markdown table. */
final class ResultTable {
  private static final double MEGABYTE = 1 << 20;

  private final List<StoreKind> stores;
  private final int valueBytes;
  private final List<Result> results = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  /** One number that is not of a workload. */
  private record Figure(StoreKind store, String name, long bytes) {
    static Optional<Figure> parse(String line) {
      String[] fields = line.split("\t", -1);
      return fields.length == 5 && fields[0].equals("figure")
          ? Optional.of(
              new Figure(StoreKind.valueOf(fields[1]), fields[3], Long.parseLong(fields[4])))
          : Optional.empty();
    }
  }

  ResultTable(List<StoreKind> stores, int valueBytes, List<String> lines) {
    this.stores = stores;
    this.valueBytes = valueBytes;
    for (String line : lines) {
      Result.parse(line).ifPresent(results::add);
      Figure.parse(line).ifPresent(figures::add);
    }
  }

  void print(PrintWriter out) {
    out.printf(Locale.ROOT, "%nValues of %,d bytes.%n%n| workload |", valueBytes);
    stores.forEach(
        store ->
            out.printf(
                " %s ops/s | p50, p99, p99.9, max µs | read, written B/op |", store.label()));
    out.print(" ratio |\n|---|");
    stores.forEach(store -> out.print("---|---|---|"));
    out.println("---|");
    Set<String> workloads = new LinkedHashSet<>();
    results.forEach(result -> workloads.add(result.workload()));
    workloads.forEach(workload -> row(out, workload));
    Set<String> names = new LinkedHashSet<>();
    figures.forEach(figure -> names.add(figure.name()));
    for (String name : names) {
      out.printf("| %s, MB |", name);
      for (StoreKind store : stores) {
        out.printf(Locale.ROOT, " %,.0f | | |", bytes(store, name) / MEGABYTE);
      }
      out.println(" |");
    }
    out.flush();
  }

  private void row(PrintWriter out, String workload) {
    out.printf("| %s |", workload);
    List<Result> row = new ArrayList<>();
    for (StoreKind store : stores) {
      Optional<Result> found = find(store, workload);
      found.ifPresent(row::add);
      out.print(found.map(ResultTable::cells).orElse(" | | |"));
    }
    out.println(
        row.size() == 2
            ? String.format(
                Locale.ROOT, " %.2f |", row.getFirst().perSecond() / row.getLast().perSecond())
            : " |");
  }

  private static String cells(Result result) {
    Result.Percentiles micros = result.micros();
    return String.format(
        Locale.ROOT,
        " %,.0f | %.1f, %.1f, %.0f, %,.0f | %,d, %,d |",
        result.perSecond(),
        micros.p50(),
        micros.p99(),
        micros.p999(),
        micros.max(),
        result.read() / Math.max(1, result.operations()),
        result.written() / Math.max(1, result.operations()));
  }

  private Optional<Result> find(StoreKind store, String workload) {
    return results.stream()
        .filter(result -> result.store() == store && result.workload().equals(workload))
        .findFirst();
  }

  private long bytes(StoreKind store, String name) {
    return figures.stream()
        .filter(figure -> figure.store() == store && figure.name().equals(name))
        .mapToLong(Figure::bytes)
        .findFirst()
        .orElse(0);
  }
}
