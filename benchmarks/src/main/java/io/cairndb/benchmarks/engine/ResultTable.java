package io.cairndb.benchmarks.engine;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results of several stores at one size of values, side by side, as a Markdown table. */
final class ResultTable {
  private static final double MEGABYTE = 1 << 20;

  private final List<StoreKind> stores;
  private final int valueBytes;
  private final List<Result> results = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  ResultTable(List<StoreKind> stores, int valueBytes, List<String> lines) {
    this.stores = stores;
    this.valueBytes = valueBytes;
    for (String line : lines) {
      Result.parse(line).ifPresent(results::add);
      Figure.parse(line).ifPresent(figures::add);
    }
  }

  /** Columns are as wide as what is in them, so that it reads as well as text. */
  void print(PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(heading());
    Set<String> workloads = new LinkedHashSet<>();
    results.forEach(result -> workloads.add(result.workload()));
    workloads.forEach(workload -> rows.add(row(workload)));
    Set<String> names = new LinkedHashSet<>();
    figures.forEach(figure -> names.add(figure.name()));
    names.forEach(name -> rows.add(figureRow(name)));
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    out.printf(Locale.ROOT, "%nValues of %,d bytes.%n%n", valueBytes);
    out.println(line(rows.getFirst(), widths));
    out.println(
        IntStream.of(widths)
            .mapToObj(width -> "-".repeat(width + 2))
            .collect(Collectors.joining("|", "|", "|")));
    rows.stream().skip(1).forEach(row -> out.println(line(row, widths)));
    out.flush();
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String room = " ".repeat(widths[i] - cells.get(i).length());
      line.append(' ').append(i == 0 ? cells.get(i) + room : room + cells.get(i)).append(" |");
    }
    return line.toString();
  }

  private List<String> heading() {
    List<String> cells = new ArrayList<>(List.of("workload"));
    for (StoreKind store : stores) {
      cells.add(store.label() + " ops/s");
      cells.add("p50, p99, p99.9, max µs");
      cells.add("read, written B/op");
    }
    cells.add("ratio");
    return cells;
  }

  private List<String> row(String workload) {
    List<String> cells = new ArrayList<>(List.of(workload));
    List<Result> row = new ArrayList<>();
    for (StoreKind store : stores) {
      Optional<Result> found = find(store, workload);
      found.ifPresent(row::add);
      cells.addAll(found.map(ResultTable::cells).orElse(List.of("", "", "")));
    }
    cells.add(
        row.size() == 2
            ? String.format(
                Locale.ROOT, "%.2f", row.getFirst().perSecond() / row.getLast().perSecond())
            : "");
    return cells;
  }

  private List<String> figureRow(String name) {
    List<String> cells = new ArrayList<>(List.of(name + ", MB"));
    for (StoreKind store : stores) {
      String amount = String.format(Locale.ROOT, "%,.0f", bytes(store, name) / MEGABYTE);
      cells.addAll(List.of(amount, "", ""));
    }
    cells.add("");
    return cells;
  }

  private static List<String> cells(Result result) {
    Result.Percentiles micros = result.micros();
    return List.of(
        String.format(Locale.ROOT, "%,.0f", result.perSecond()),
        String.format(
            Locale.ROOT,
            "%.1f, %.1f, %.0f, %,.0f",
            micros.p50(),
            micros.p99(),
            micros.p999(),
            micros.max()),
        String.format(
            Locale.ROOT,
            "%,d, %,d",
            result.read() / Math.max(1, result.operations()),
            result.written() / Math.max(1, result.operations())));
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
