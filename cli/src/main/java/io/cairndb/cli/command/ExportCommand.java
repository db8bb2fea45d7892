package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.transfer.Exporter;
import io.cairndb.cli.transfer.TransferResult;
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
public final class ExportCommand extends TransferCommand {
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

  @Option(names = "--overwrite", description = "Replace the file when it exists.")
  private boolean overwrite;

  @Override
  Transfer prepare(DynamoDb database) throws Exception {
    requireRange("--segments", segments, 1, 256);
    requireRange("--page", page, 0, 100_000);
    Obj described = describe(database, table());
    Exporter exporter =
        new Exporter(
            database,
            new Exporter.Plan(
                table(), file.toAbsolutePath(), segments, page, described.number("ItemCount", 0)));
    return new Transfer() {
      @Override
      public void restart() throws Exception {
        exporter.restart();
      }

      @Override
      public long load() throws Exception {
        long before = exporter.load();
        if (before == 0 && Files.exists(file) && !overwrite) {
          throw new CommandFailure(
              Outcome.REFUSED,
              file + " exists; --overwrite replaces it once the export is complete");
        }
        return before;
      }

      @Override
      public TransferResult run(Progress progress) throws Exception {
        return exporter.run(progress);
      }
    };
  }

  @Override
  String sentence() {
    return "Exported %s to " + file.toString().replace("%", "%%");
  }

  @Override
  String file() {
    return file.toString();
  }
}
