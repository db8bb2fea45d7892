package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Num;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.load.Kind;
import io.cairndb.cli.load.Load;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.TextTable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures puts, gets and queries on a table of its own, which it deletes.",
    footer = {
      "",
      "Example:",
      "  cairn bench --seconds 10 --connections 32 --mix put=20,get=70,query=10"
    })
public final class BenchCommand extends RemoteCommand {
  private static final int STATUS_CHECKS = 100;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "2",
      description = "Seconds before that are not counted. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "Requests under way at once. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--mix",
      paramLabel = "MIX",
      defaultValue = "put=40,get=50,query=10",
      description = "Shares of the kinds. Default: ${DEFAULT-VALUE}.")
  private String mix;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Different items. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "256",
      description = "Payload of an item. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Override
  int run(DynamoDb database) throws Exception {
    requireRange("--seconds", seconds, 1, 86_400);
    requireRange("--warmup", warmup, 0, 3_600);
    requireRange("--connections", connections, 1, 4_096);
    requireRange("--keys", keys, 1, 100_000_000);
    requireRange("--size", size, 1, 390_000);
    Map<Kind, Integer> shares = shares();
    long seed = System.nanoTime();
    String table = "cairn-bench-" + Long.toString(seed, Character.MAX_RADIX);
    create(database, table);
    Load.Result result;
    try {
      if (warmup > 0) {
        new Load(database, plan(table, shares, warmup)).run(seed);
      }
      result = new Load(database, plan(table, shares, seconds)).run(seed + 1);
    } finally {
      database.call("DeleteTable", Json.object().put("TableName", table).build());
    }
    report(result);
    return 0;
  }

  private Load.Plan plan(String table, Map<Kind, Integer> shares, int forSeconds) {
    return new Load.Plan(table, shares, connections, Duration.ofSeconds(forSeconds), keys, size);
  }

  private Map<Kind, Integer> shares() {
    Map<Kind, Integer> shares = new EnumMap<>(Kind.class);
    int sum = 0;
    for (String part : mix.split(",", -1)) {
      String[] pair = part.split("=", -1);
      try {
        int share = Integer.parseInt(pair[pair.length - 1]);
        if (pair.length != 2 || share < 0 || share > 1_000) {
          throw usage("--mix: '" + part + "' is not KIND=SHARE with a share from 0 to 1000");
        }
        shares.put(Kind.valueOf(pair[0].toUpperCase(Locale.ROOT)), share);
        sum += share;
      } catch (IllegalArgumentException unknown) {
        throw usage("--mix: '" + part + "' is not put=, get= or query= with a number");
      }
    }
    if (sum == 0) {
      throw usage("--mix must have a share above 0");
    }
    return shares;
  }

  private static void create(DynamoDb database, String table) throws Exception {
    Obj hash = Json.object().put("AttributeName", "pk").put("KeyType", "HASH").build();
    Obj range = Json.object().put("AttributeName", "sk").put("KeyType", "RANGE").build();
    Obj text = Json.object().put("AttributeName", "pk").put("AttributeType", "S").build();
    Obj number = Json.object().put("AttributeName", "sk").put("AttributeType", "N").build();
    database.call(
        "CreateTable",
        Json.object()
            .put("TableName", table)
            .put("BillingMode", "PAY_PER_REQUEST")
            .put("KeySchema", List.of(hash, range))
            .put("AttributeDefinitions", List.of(text, number))
            .build());
    for (int check = 1; check <= STATUS_CHECKS; check++) {
      if ("ACTIVE".equals(describe(database, table).text("TableStatus"))) {
        return;
      }
      DynamoDb.pause(Math.min(check, 5));
    }
    throw new CommandFailure(Outcome.INCOMPLETE, "table " + table + " is still being created");
  }

  private void report(Load.Result result) throws CommandFailure {
    long done = result.micros().values().stream().mapToLong(Histogram::getTotalCount).sum();
    if (done == 0) {
      throw new CommandFailure(Outcome.UNREACHABLE, "no request succeeded: " + result.firstError());
    }
    if (json()) {
      print(view(result, done));
      return;
    }
    TextTable table =
        new TextTable("KIND", "REQUESTS", "PER SECOND", "p50", "p90", "p99", "p99.9", "MAX");
    result
        .micros()
        .forEach(
            (kind, micros) ->
                table.row(
                    kind.word(),
                    Amounts.count(micros.getTotalCount()),
                    Amounts.count(micros.getTotalCount() / seconds),
                    millis(micros.getValueAtPercentile(50)),
                    millis(micros.getValueAtPercentile(90)),
                    millis(micros.getValueAtPercentile(99)),
                    millis(micros.getValueAtPercentile(99.9)),
                    millis(micros.getMaxValue())));
    draw(table);
    say(
        "%s in %d s, %s a second, over %s; %s failed%s."
            .formatted(
                Amounts.of(done, "request"),
                seconds,
                Amounts.count(done / seconds),
                Amounts.of(connections, "connection"),
                Amounts.count(result.errors()),
                result.errors() == 0 ? "" : ", the first: " + result.firstError()));
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.2f ms", micros / 1_000.0);
  }

  private Obj view(Load.Result result, long done) {
    Json.Builder kinds = Json.object();
    result
        .micros()
        .forEach(
            (kind, micros) ->
                kinds.put(
                    kind.word(),
                    Json.object()
                        .put("requests", micros.getTotalCount())
                        .put("p50_us", micros.getValueAtPercentile(50))
                        .put("p90_us", micros.getValueAtPercentile(90))
                        .put("p99_us", micros.getValueAtPercentile(99))
                        .put("p999_us", micros.getValueAtPercentile(99.9))
                        .put("max_us", micros.getMaxValue())
                        .build()));
    return Json.object()
        .put("seconds", seconds)
        .put("connections", connections)
        .put("requests", done)
        .put("requests_per_second", new Num(Long.toString(done / seconds)))
        .put("errors", result.errors())
        .put("kinds", kinds.build())
        .build();
  }
}
