package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private KeyParameters key = new KeyParameters();

  @Option(names = "--eventual", description = "An eventually consistent read will do.")
  private boolean eventual;

  @Override
  int run(DynamoDb database) throws Exception {
    Obj request = key.request(database).put("ConsistentRead", !eventual).build();
    Obj answer = database.callPatiently("GetItem", request, 3);
    if (answer.get("Item") == null) {
      throw new CommandFailure(Outcome.NOT_FOUND, "no item with that key in " + key.table());
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
