package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.phrase.Phrases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Changes attributes of one item, creating it if need be, and shows it.",
    footer = {
      "",
      "Values are written where they belong: 'text', 1, true, null, {\"$ss\": [\"a\"]}.",
      "",
      "Examples:",
      "  cairn item update music 'Nina Simone' Sinnerman --do 'SET plays = plays + 1'",
      "  cairn item update music 'Nina Simone' Sinnerman --do 'REMOVE draft' --if 'plays > 0'",
      "  cairn item update music 'Nina Simone' Sinnerman --do 'SET #y = :y' \\",
      "      --names '{\"#y\": \"year\"}' --values '{\":y\": 1965}'"
    })
final class ItemUpdateCommand extends RemoteCommand {
  @Mixin private KeyParameters key = new KeyParameters();

  @Option(
      names = "--do",
      required = true,
      paramLabel = "UPDATE",
      description = "SET, REMOVE, ADD and DELETE clauses.")
  private String update = "";

  @Mixin private ConditionOptions condition = new ConditionOptions();

  @Override
  int run(DynamoDb database) throws Exception {
    Json.Builder request = key.request(database).put("ReturnValues", "ALL_NEW");
    Phrases phrases = condition.phrases();
    request.put("UpdateExpression", phrases.update(update));
    condition.addTo(request, phrases);
    Obj answer = database.call("UpdateItem", request.build());
    Obj document = Documents.fromItem(answer.object("Attributes"));
    if (json()) {
      print(document);
    } else {
      say(JsonText.indented(document));
    }
    return 0;
  }
}
