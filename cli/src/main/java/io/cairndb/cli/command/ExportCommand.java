package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.transfer.Exporter;
import io.cairndb.cli.transfer.TransferResult;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a table to a file of JSON lines. Run again after a stop, it goes on.",
    footer = {
      "",
      "Items written while the export runs may or may not be in it.",
      "",
      "Example:",
      "  cairn export music music.jsonl"
    })
public final class ExportCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "TABLE", description = "Name of the table.")
  private String table = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "File to write.")
  private Path file = Path.of("");

  @Option(
      names = "--segments",
      paramLabel = "N",
      defaultValue = "4",
      description = "Scans at once. Default: ${DEFAULT-VALUE}.")
  private int segments;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "0",
      description = "Most items of one request; 0 leaves it to the server.")
  private int page;

  @Option(names = "--restart", description = "Begin anew, whatever an earlier run left.")
  private boolean restart;

  @Option(names = "--overwrite", description = "Replace the file when it exists.")
  private boolean overwrite;

  @Override
  int run(DynamoDb database) throws Exception {
    requireRange("--segments", segments, 1, 256);
    requireRange("--page", page, 0, 100_000);
    Obj described = describe(database, table);
    Exporter exporter =
        new Exporter(
            database,
            new Exporter.Plan(
                table, file.toAbsolutePath(), segments, page, described.number("ItemCount", 0)));
    if (restart) {
      exporter.restart();
    }
    long before = exporter.load();
    if (before == 0 && Files.exists(file) && !overwrite) {
      throw new CommandFailure(
          Outcome.REFUSED, file + " exists; --overwrite replaces it once the export is complete");
    }
    Progress progress = new Progress(err(), terminal().error(), before);
    TransferResult result;
    try {
      result = exporter.run(progress);
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
              .put("file", file.toString())
              .put("items", result.items())
              .put("bytes", result.bytes())
              .put("resumed", result.resumed())
              .build());
    } else {
      say(
          "Exported %s items (%s) to %s in %s%s."
              .formatted(
                  Amounts.count(result.items()),
                  Amounts.bytes(result.bytes()),
                  file,
                  Amounts.duration(seconds),
                  result.resumed() ? ", resumed" : ""));
    }
  }
}
