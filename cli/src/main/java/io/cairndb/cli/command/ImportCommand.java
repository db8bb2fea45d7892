package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.transfer.Importer;
import io.cairndb.cli.transfer.TransferResult;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Puts the JSON lines of a file into a table. Run again after a stop, it goes on.",
    footer = {
      "",
      "Of several lines with the same key the last one stays.",
      "",
      "Examples:",
      "  cairn import music music.jsonl",
      "  cairn scan old --json --endpoint http://other:8000 | cairn import music -"
    })
public final class ImportCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "File to read; - is standard input, which cannot be resumed.")
  private String file = "";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "8",
      description = "Batches under way at once. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(names = "--restart", description = "Begin anew, whatever an earlier run left.")
  private boolean restart;

  @Override
  int run(DynamoDb database) throws Exception {
    requireRange("--concurrency", concurrency, 1, 256);
    Path path = file.equals("-") ? null : Path.of(file).toAbsolutePath();
    if (path != null && !Files.isRegularFile(path)) {
      throw new CommandFailure(Outcome.FILE, file + " is not a file");
    }
    Obj described = describe(database, table);
    Importer importer =
        new Importer(
            database, new Importer.Plan(table, path, TableView.keyNames(described), concurrency));
    if (restart) {
      importer.restart();
    }
    Progress progress = new Progress(err(), terminal().error(), importer.load());
    TransferResult result;
    try {
      result = importer.run(System.in, progress);
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
              .put("file", file)
              .put("items", result.items())
              .put("bytes", result.bytes())
              .put("resumed", result.resumed())
              .build());
    } else {
      say(
          "Imported %s items (%s) into %s in %s%s."
              .formatted(
                  Amounts.count(result.items()),
                  Amounts.bytes(result.bytes()),
                  table,
                  Amounts.duration(seconds),
                  result.resumed() ? ", resumed" : ""));
    }
  }
}
