package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes a table with everything in it, after asking.",
    footer = {"", "Example:", "  cairn table delete music --yes"})
final class TableDeleteCommand extends RemoteCommand {
  @Parameters(paramLabel = "NAME", description = "Name of the table.")
  private String name = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  int run(DynamoDb database) throws Exception {
    Obj table = describe(database, name);
    if (!yes) {
      confirm(table);
    }
    database.call("DeleteTable", Json.object().put("TableName", name).build());
    if (json()) {
      print(Json.object().put("deleted", name).build());
    } else {
      say("Deleted table " + name + ".");
    }
    return 0;
  }

  private void confirm(Obj table) throws CommandFailure, IOException {
    if (!terminal().input()) {
      throw new CommandFailure(
          Outcome.REFUSED, "table " + name + " is not deleted: nobody to ask; say --yes");
    }
    err()
        .print(
            "Delete table %s with %s? Type its name: "
                .formatted(name, Amounts.of(table.number("ItemCount", 0), "item")));
    err().flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (!name.equals(answer)) {
      throw new CommandFailure(Outcome.REFUSED, "table " + name + " is not deleted");
    }
  }
}
