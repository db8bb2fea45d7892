package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.transfer.TransferResult;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Progress;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What import and export share: a table, a run with its progress that can go on, a report. */
abstract class TransferCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Option(
      names = "--restart",
      order = 50,
      description = "Begin anew, whatever an earlier run left.")
  private boolean restart;

  /** A transfer that is ready to run. */
  interface Transfer {

    /** Forgets what an earlier run left. */
    void restart() throws Exception;

    /** Takes up what an earlier run left; returns how many items that was. */
    long load() throws Exception;

    TransferResult run(Progress progress) throws Exception;
  }

  /** Checks the arguments and prepares the transfer. */
  abstract Transfer prepare(DynamoDb database) throws Exception;

  /** What was transferred, such as {@code Imported %s into music}. */
  abstract String sentence();

  /** The file as it was given. */
  abstract String file();

  final String table() {
    return table;
  }

  @Override
  final int run(DynamoDb database) throws Exception {
    Transfer transfer = prepare(database);
    if (restart) {
      transfer.restart();
    }
    Progress progress = new Progress(err(), terminal().error(), transfer.load());
    TransferResult result;
    try {
      result = transfer.run(progress);
    } finally {
      progress.clear();
    }
    report(result, progress.seconds());
    return 0;
  }

  private void report(TransferResult result, long seconds) {
    if (json()) {
      print(
          Json.object()
              .put("table", table)
              .put("file", file())
              .put("items", result.items())
              .put("bytes", result.bytes())
              .put("resumed", result.resumed())
              .build());
      return;
    }
    String amount =
        "%s (%s)".formatted(Amounts.of(result.items(), "item"), Amounts.bytes(result.bytes()));
    say(
        "%s in %s%s."
            .formatted(
                sentence().formatted(amount),
                Amounts.duration(seconds),
                result.resumed() ? ", resumed" : ""));
  }
}
