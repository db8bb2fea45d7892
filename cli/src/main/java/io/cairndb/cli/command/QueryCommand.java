package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.phrase.Phrases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows the items of one partition, in the order of the sort key.",
    footer = {
      "",
      "Text stands in single quotes; a name with odd characters in double quotes.",
      "",
      "Examples:",
      "  cairn query music \"artist = 'Nina Simone'\"",
      "  cairn query music \"artist = 'Nina Simone' AND begins_with(song, 'F')\" --desc",
      "  cairn query music 'year = 1965' --index by-year --filter 'plays > 10' --json"
    })
public final class QueryCommand extends ReadCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(index = "1", paramLabel = "CONDITION", description = "Condition on the key.")
  private String condition = "";

  @Option(names = "--index", paramLabel = "NAME", description = "Read this index.")
  private @Nullable String index;

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description = "Of the items found, show only those for which this holds.")
  private @Nullable String filter;

  @Option(names = "--desc", description = "Last first.")
  private boolean descending;

  @Override
  int run(DynamoDb database) throws Exception {
    long limit = limit();
    Phrases phrases = new Phrases();
    Json.Builder request =
        Json.object()
            .put("TableName", table)
            .put("IndexName", index)
            .put("KeyConditionExpression", phrases.expression(condition))
            .put("ScanIndexForward", !descending);
    if (filter != null) {
      request.put("FilterExpression", phrases.expression(filter));
    } else if (limit > 0) {
      request.put("Limit", limit);
    }
    phrases.addTo(request);
    if (!json()) {
      lead(keyNames(describe(database, table), index));
    }
    readPages(database, "Query", request, "LastEvaluatedKey", "ExclusiveStartKey");
    finish();
    return 0;
  }
}
