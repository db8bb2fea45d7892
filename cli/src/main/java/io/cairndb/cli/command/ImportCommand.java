package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.transfer.Importer;
import io.cairndb.cli.transfer.TransferResult;
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
public final class ImportCommand extends TransferCommand {
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

  @Override
  Transfer prepare(DynamoDb database) throws Exception {
    requireRange("--concurrency", concurrency, 1, 256);
    Path path = file.equals("-") ? null : Path.of(file).toAbsolutePath();
    if (path != null && !Files.isRegularFile(path)) {
      throw new CommandFailure(Outcome.FILE, file + " is not a file");
    }
    Obj described = describe(database, table());
    Importer importer =
        new Importer(
            database, new Importer.Plan(table(), path, TableView.keyNames(described), concurrency));
    return new Transfer() {
      @Override
      public void restart() throws Exception {
        importer.restart();
      }

      @Override
      public long load() throws Exception {
        return importer.load();
      }

      @Override
      public TransferResult run(Progress progress) throws Exception {
        return importer.run(System.in, progress);
      }
    };
  }

  @Override
  String sentence() {
    return "Imported %s into " + table();
  }

  @Override
  String file() {
    return file;
  }
}
