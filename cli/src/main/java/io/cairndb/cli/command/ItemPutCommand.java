package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Puts one item, replacing the one with its key.",
    footer = {
      "",
      "Sets and binary: {\"$ss\": [\"a\"]}, {\"$ns\": [1]}, {\"$b\": \"AAE=\"}, {\"$bs\": …}.",
      "",
      "Examples:",
      "  cairn item put music '{\"artist\": \"Nina Simone\", \"song\": \"Sinnerman\"}'",
      "  cairn item put music - --if 'attribute_not_exists(artist)' < song.json"
    })
final class ItemPutCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(
      index = "1",
      paramLabel = "DOCUMENT",
      description = "The item as JSON; - reads it from standard input.")
  private String document = "";

  @Mixin private ConditionOptions condition = new ConditionOptions();

  @Override
  int run(DynamoDb database) throws Exception {
    Json.Builder request =
        Json.object()
            .put("TableName", table)
            .put("Item", Texts.item(document))
            .put("ReturnValues", "ALL_OLD");
    condition.addTo(request, condition.phrases());
    Obj answer = database.call("PutItem", request.build());
    boolean replaced = answer.get("Attributes") != null;
    if (json()) {
      Json.Builder shown = Json.object().put("put", true);
      if (replaced) {
        shown.put("replaced", Documents.fromItem(answer.object("Attributes")));
      }
      print(shown.build());
    } else {
      say(replaced ? "Replaced the item." : "Put the item.");
    }
    return 0;
  }
}
