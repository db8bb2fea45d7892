package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows one item as a document.",
    footer = {
      "",
      "Examples:",
      "  cairn item get music 'Nina Simone' Sinnerman",
      "  cairn item get music '{\"artist\": \"Nina Simone\", \"song\": \"Sinnerman\"}' --json"
    })
final class ItemGetCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "KEY",
      description = "Values of the key, or one JSON document; - reads it from standard input.")
  private List<String> key = List.of();

  @Option(names = "--eventual", description = "An eventually consistent read will do.")
  private boolean eventual;

  @Override
  int run(DynamoDb database) throws Exception {
    Obj request =
        Json.object()
            .put("TableName", table)
            .put("Key", Texts.key(key, describe(database, table)))
            .put("ConsistentRead", !eventual)
            .build();
    Obj answer = database.callPatiently("GetItem", request, 3);
    if (answer.get("Item") == null) {
      throw new CommandFailure(Outcome.NOT_FOUND, "no item with that key in " + table);
    }
    Obj document = Documents.fromItem(answer.object("Item"));
    if (json()) {
      print(document);
    } else {
      say(JsonText.indented(document));
    }
    return 0;
  }
}
