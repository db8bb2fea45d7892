package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.DocumentException;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonException;
import io.cairndb.cli.json.JsonParser;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs one PartiQL statement, with values for its question marks.",
    footer = {
      "",
      "Examples:",
      "  cairn sql \"SELECT * FROM music WHERE artist = 'Nina Simone'\"",
      "  cairn sql 'SELECT * FROM music WHERE artist = ? AND year < ?' 'Nina Simone' 1966",
      "  cairn sql \"UPDATE music SET plays = 3 WHERE artist = 'Nina Simone' AND song = 'Blues'\""
    })
public final class SqlCommand extends ReadCommand {
  @Parameters(
      index = "0",
      paramLabel = "STATEMENT",
      description = "SELECT, INSERT, UPDATE or DELETE.")
  private String statement = "";

  @Parameters(
      index = "1..*",
      paramLabel = "VALUE",
      description = "What each ? stands for: JSON, or else text; '\"1\"' is text, too.")
  private List<String> values = List.of();

  @Override
  int run(DynamoDb database) throws Exception {
    limit();
    Json.Builder request = Json.object().put("Statement", statement);
    if (!values.isEmpty()) {
      request.put("Parameters", parameters());
    }
    if (statement.strip().toUpperCase(Locale.ROOT).startsWith("SELECT")) {
      readPages(database, "ExecuteStatement", request, "NextToken", "NextToken");
      finish();
    } else {
      write(database, request.build());
    }
    return 0;
  }

  private List<Obj> parameters() throws CommandFailure {
    List<Obj> parameters = new ArrayList<>();
    for (String value : values) {
      try {
        parameters.add(Documents.toValue(parsed(value)));
      } catch (DocumentException wrong) {
        throw new CommandFailure(Outcome.USAGE, value + ": " + wrong.getMessage(), wrong);
      }
    }
    return parameters;
  }

  private static Json parsed(String value) {
    try {
      return JsonParser.parse(value);
    } catch (JsonException text) {
      return Json.of(value);
    }
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
