package io.cairndb.cli.command;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Mixed into the commands on the item with a key. */
final class KeyParameters {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "KEY",
      description = "Values of the key, or one JSON document; - reads it from standard input.")
  private List<String> key = List.of();

  String table() {
    return table;
  }

  /** A request on that item; asks the endpoint what the key is made of. */
  Json.Builder request(DynamoDb database)
      throws CallException, CommandFailure, IOException, InterruptedException {
    Obj described = RemoteCommand.describe(database, table);
    return Json.object().put("TableName", table).put("Key", Texts.key(key, described));
  }
}
