package io.cairndb.cli.command;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.client.Endpoint;
import io.cairndb.cli.console.ConsoleCommand;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.view.Terminal;
import io.cairndb.cli.view.TextTable;
import picocli.CommandLine.Option;

/** What all commands share that talk to an endpoint. */
abstract class RemoteCommand extends ConsoleCommand {
  @Option(
      names = "--endpoint",
      defaultValue = "${env:CAIRN_ENDPOINT:-http://localhost:8000}",
      paramLabel = "URL",
      order = 100,
      description = "Where to connect. Default: $CAIRN_ENDPOINT, or http://localhost:8000.")
  private String address;

  @Option(
      names = "--region",
      defaultValue = "${env:AWS_REGION:-${env:AWS_DEFAULT_REGION:-us-east-1}}",
      paramLabel = "REGION",
      order = 101,
      description = "Region to sign for. Default: $AWS_REGION, or us-east-1.")
  private String region;

  @Option(names = "--json", order = 102, description = "Answer in JSON, for programs.")
  private boolean json;

  /** Does the work; the connection is closed afterwards. */
  abstract int run(DynamoDb database) throws Exception;

  @Override
  public final Integer call() throws Exception {
    try (DynamoDb database = new DynamoDb(endpoint())) {
      return run(database);
    } finally {
      out().flush();
    }
  }

  private Endpoint endpoint() {
    try {
      return Endpoint.of(address, region, System.getenv());
    } catch (IllegalArgumentException wrong) {
      throw usage("--endpoint: " + wrong.getMessage());
    }
  }

  final boolean json() {
    return json;
  }

  final Terminal terminal() {
    return Terminal.of(System.getenv());
  }

  /** A line of the answer to a program. */
  final void print(Json value) {
    out().println(JsonText.compact(value));
  }

  final void draw(TextTable table) {
    table.lines(terminal().columns()).forEach(out()::println);
  }

  static Obj describe(DynamoDb database, String table) throws CallException, InterruptedException {
    return database
        .call("DescribeTable", Json.object().put("TableName", table).build())
        .object("Table");
  }
}
