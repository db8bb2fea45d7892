package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes one item.",
    footer = {"", "Example:", "  cairn item delete music 'Nina Simone' Sinnerman --if 'plays = 0'"})
final class ItemDeleteCommand extends RemoteCommand {
  @Mixin private KeyParameters key = new KeyParameters();

  @Mixin private ConditionOptions condition = new ConditionOptions();

  @Override
  int run(DynamoDb database) throws Exception {
    Json.Builder request = key.request(database).put("ReturnValues", "ALL_OLD");
    condition.addTo(request, condition.phrases());
    Obj answer = database.call("DeleteItem", request.build());
    if (answer.get("Attributes") == null) {
      throw new CommandFailure(Outcome.NOT_FOUND, "no item with that key in " + key.table());
    }
    if (json()) {
      print(Json.object().put("deleted", Documents.fromItem(answer.object("Attributes"))).build());
    } else {
      say("Deleted the item.");
    }
    return 0;
  }
}
