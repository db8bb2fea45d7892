package io.cairndb.cli.command;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.client.ServiceException;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.view.Amounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code cairn status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows whether the endpoint works, its tables and, of a Cairn, key figures.",
    footer = {"", "Example:", "  cairn status --endpoint http://localhost:8000"})
public final class StatusCommand extends RemoteCommand {

  /** A figure: what people call it, the metric, and how its samples become one. */
  private record Figure(String label, String metric, boolean bytes) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("requests", "cairn_http_requests_total", false),
          new Figure("connections", "cairn_http_connections", false),
          new Figure("items and index entries", "cairn_shard_items", false),
          new Figure("size of tables", "cairn_storage_table_file_bytes", true),
          new Figure("size of logs", "cairn_storage_log_bytes", true),
          new Figure("index lag (s)", "cairn_index_lag_seconds", false),
          new Figure("write stalls", "cairn_storage_write_stalls_total", false),
          new Figure("refused for overload", "cairn_shard_overloads_total", false),
          new Figure("failed engines", "cairn_shard_engine_failures_total", false),
          new Figure("heap used", "cairn_jvm_heap_used_bytes", true));

  @Override
  int run(DynamoDb database) throws Exception {
    List<Obj> tables = new ArrayList<>();
    for (String name : TableListCommand.names(database)) {
      tables.add(TableView.of(describe(database, name), null));
    }
    Map<String, BigDecimal> metrics = metrics(database);
    boolean cairn = !metrics.isEmpty();
    String version = cairn ? version(database) : null;
    boolean healthy = metrics.getOrDefault(failures(), BigDecimal.ZERO).signum() == 0;
    if (json()) {
      print(view(database, tables, metrics, healthy, version));
      return 0;
    }
    say("endpoint  " + database.endpoint());
    say("health    " + (healthy ? "answers" : "a storage engine has failed"));
    say("server    " + (cairn ? "Cairn" + (version == null ? "" : " " + version) : "unknown"));
    say("");
    if (tables.isEmpty()) {
      say("There are no tables.");
    } else {
      draw(TableListCommand.table(tables));
    }
    if (cairn) {
      say("");
      showFigures(metrics);
    }
    return 0;
  }

  private static String failures() {
    return "cairn_shard_engine_failures_total";
  }

  private static Obj view(
      DynamoDb database,
      List<Obj> tables,
      Map<String, BigDecimal> metrics,
      boolean healthy,
      @Nullable String version) {
    Json.Builder figures = Json.object();
    for (Figure figure : FIGURES) {
      BigDecimal value = metrics.get(figure.metric());
      if (value != null) {
        figures.put(figure.metric(), new Num(value.toPlainString()));
      }
    }
    return Json.object()
        .put("endpoint", database.endpoint().toString())
        .put("healthy", healthy)
        .put("server", metrics.isEmpty() ? "unknown" : "Cairn")
        .put("version", version)
        .put("tables", tables)
        .put("metrics", figures.build())
        .build();
  }

  private void showFigures(Map<String, BigDecimal> metrics) {
    for (Figure figure : FIGURES) {
      BigDecimal value = metrics.get(figure.metric());
      if (value != null) {
        long whole = value.longValue();
        say(
            "%-24s  %12s"
                .formatted(
                    figure.label(), figure.bytes() ? Amounts.bytes(whole) : Amounts.count(whole)));
      }
    }
  }

  /** What the root of the REST API says of itself; null when there is none. */
  private static @Nullable String version(DynamoDb database)
      throws CallException, InterruptedException {
    try {
      return JsonParser.parseObject(database.page("/v1")).get("version") instanceof Str(String text)
          ? text
          : null;
    } catch (ServiceException | JsonException none) {
      return null;
    }
  }

  /** The sum of the samples of each metric; empty when there is no such page. */
  private static Map<String, BigDecimal> metrics(DynamoDb database)
      throws CallException, InterruptedException {
    String page;
    try {
      page = database.page("/metrics");
    } catch (ServiceException none) {
      return Map.of();
    }
    return sums(page);
  }

  /** Sums the samples of each Cairn metric over their tags. */
  static Map<String, BigDecimal> sums(String page) {
    Map<String, BigDecimal> sums = new LinkedHashMap<>();
    for (String line : page.split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (space > 0 && line.startsWith("cairn_")) {
        String name = line.substring(0, space).replaceFirst("\\{.*", "");
        try {
          sums.merge(name, new BigDecimal(line.substring(space + 1).strip()), BigDecimal::add);
        } catch (NumberFormatException infinite) {
          sums.putIfAbsent(name, BigDecimal.ZERO);
        }
      }
    }
    return sums;
  }
}
