package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.phrase.Phrases;
import io.cairndb.cli.transfer.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn scan}. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows the items of a table, in no order that means anything.",
    footer = {
      "",
      "Examples:",
      "  cairn scan music --limit 20",
      "  cairn scan music --filter \"contains(tags, 'jazz')\" --json"
    })
public final class ScanCommand extends ReadCommand {
  private static final int MOST_SEGMENTS = 1_000_000;
  private static final int MOST_AT_ONCE = 16;

  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Option(names = "--index", paramLabel = "NAME", description = "Read this index.")
  private @Nullable String index;

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description = "Show only items for which this holds.")
  private @Nullable String filter;

  @Option(
      names = "--segments",
      paramLabel = "N",
      defaultValue = "1",
      description = "Read N segments at once; with --segment, only one of them.")
  private int segments;

  @Option(names = "--segment", paramLabel = "I", description = "Only this segment, from 0.")
  private @Nullable Integer segment;

  @Override
  int run(DynamoDb database) throws Exception {
    requireRange("--segments", segments, 1, MOST_SEGMENTS);
    if (segment != null) {
      requireRange("--segment", segment, 0, segments - 1L);
    }
    int first = segment == null ? 0 : segment;
    int last = segment == null ? segments - 1 : segment;
    long limit = limit();
    Phrases phrases = new Phrases();
    String expression = filter == null ? null : phrases.expression(filter);
    if (!json()) {
      lead(keyNames(describe(database, table), index));
    }
    try (Workers workers = new Workers(Math.min(last - first + 1, MOST_AT_ONCE))) {
      for (int i = first; i <= last && !isFull(); i++) {
        Json.Builder request =
            Json.object()
                .put("TableName", table)
                .put("IndexName", index)
                .put("FilterExpression", expression)
                .put("Segment", i)
                .put("TotalSegments", segments);
        if (expression == null && limit > 0) {
          request.put("Limit", limit);
        }
        phrases.addTo(request);
        workers.submit(
            () -> {
              readPages(database, "Scan", request, "LastEvaluatedKey", "ExclusiveStartKey");
              return null;
            });
      }
      workers.awaitIdle();
    }
    finish();
    return 0;
  }
}
