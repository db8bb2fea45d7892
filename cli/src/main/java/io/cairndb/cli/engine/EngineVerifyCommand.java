package io.cairndb.cli.engine;

import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Progress;
import io.cairndb.cli.view.Terminal;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineVerifier;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Reads every file of an engine and says what is damaged.",
    footer = {
      "",
      "Exit codes:  0 nothing is damaged",
      "           13 something is damaged",
      "           others: not verified (docs/cli.md)",
      "",
      "Example:",
      "  cairn engine verify data/shard-0"
    })
final class EngineVerifyCommand extends EngineFilesCommand {
  @Parameters(paramLabel = "DIR", description = "The engine's directory.")
  private Path directory = Path.of("");

  @Override
  int run() throws Exception {
    Progress progress = new Progress(err(), Terminal.of(System.getenv()).error(), 0);
    EngineLocation engine = new EngineLocation(files(), directory.toAbsolutePath(), keystore());
    EngineVerifier.Result result =
        new EngineVerifier(
                engine,
                finding -> {
                  progress.clear();
                  say(finding.toString());
                },
                (file, done, total) -> progress.show(done, done, total))
            .run();
    progress.clear();
    say(
        "%s, %s, %d bytes read: %s"
            .formatted(
                Amounts.of(result.tables(), "table"),
                Amounts.of(result.entries(), "version"),
                result.bytes(),
                result.isWhole()
                    ? "nothing is damaged"
                    : Amounts.of(result.damages(), "place") + " damaged"));
    return result.isWhole() ? 0 : Outcome.DAMAGED.exitCode();
  }
}
