package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs one PartiQL statement.",
    footer = {
      "",
      "Examples:",
      "  cairn sql \"SELECT * FROM music WHERE artist = 'Nina Simone'\"",
      "  cairn sql \"UPDATE music SET plays = 3 WHERE artist = 'Nina Simone' AND song = 'Blues'\""
    })
public final class SqlCommand extends ReadCommand {
  @Parameters(paramLabel = "STATEMENT", description = "SELECT, INSERT, UPDATE or DELETE.")
  private String statement = "";

  @Override
  int run(DynamoDb database) throws Exception {
    limit();
    Json.Builder request = Json.object().put("Statement", statement);
    if (statement.strip().toUpperCase(Locale.ROOT).startsWith("SELECT")) {
      readPages(database, "ExecuteStatement", request, "NextToken", "NextToken");
      finish();
    } else {
      write(database, request.build());
    }
    return 0;
  }

  /** A statement that changes something is sent once, whatever happens. */
  private void write(DynamoDb database, Obj request) throws Exception {
    Obj answer = database.call("ExecuteStatement", request);
    if (!answer.objects("Items").isEmpty()) {
      showAll(answer.objects("Items"));
      finish();
    } else if (!json()) {
      say("Done.");
    }
  }
}
