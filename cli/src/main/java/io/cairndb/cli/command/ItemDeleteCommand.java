package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes one item.",
    footer = {"", "Example:", "  cairn item delete music 'Nina Simone' Sinnerman --if 'plays = 0'"})
final class ItemDeleteCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "KEY",
      description = "Values of the key, or one JSON document; - reads it from standard input.")
  private List<String> key = List.of();

  @Option(
      names = "--if",
      paramLabel = "CONDITION",
      description = "Delete only when this holds, such as 'plays = 0'.")
  private @Nullable String condition;

  @Override
  int run(DynamoDb database) throws Exception {
    Json.Builder request =
        Json.object()
            .put("TableName", table)
            .put("Key", Texts.key(key, describe(database, table)))
            .put("ReturnValues", "ALL_OLD");
    ItemPutCommand.addCondition(request, condition);
    Obj answer = database.call("DeleteItem", request.build());
    if (answer.get("Attributes") == null) {
      throw new CommandFailure(Outcome.NOT_FOUND, "no item with that key in " + table);
    }
    if (json()) {
      print(Json.object().put("deleted", Documents.fromItem(answer.object("Attributes"))).build());
    } else {
      say("Deleted the item.");
    }
    return 0;
  }
}
