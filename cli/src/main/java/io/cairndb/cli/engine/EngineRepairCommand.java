package io.cairndb.cli.engine;

import io.cairndb.cli.view.Amounts;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a damaged engine open again; what it replaces is kept in quarantine/.",
    footer = {
      "",
      "Copy the data from a healthy replica instead, where there is one: what is lost stays lost.",
      "Try on a copy of the directory first: whether to go beyond damage cannot be decided again.",
      "",
      "Example:",
      "  cairn engine repair data/shard-0"
    })
final class EngineRepairCommand extends EngineFilesCommand {
  @Parameters(paramLabel = "DIR", description = "The engine's directory.")
  private Path directory = Path.of("");

  @Option(
      names = "--beyond-damage",
      description =
          "Also take writes of the log whose predecessors are lost: more data, but not the"
              + " state of any moment.")
  private boolean beyondDamage;

  @Override
  int run() throws Exception {
    EngineLocation engine = new EngineLocation(files(), directory.toAbsolutePath(), keystore());
    EngineRepair.Result result =
        new EngineRepair(
                engine, RandomSource.system(), beyondDamage, finding -> say(finding.toString()))
            .run();
    if (!result.changed()) {
      say("Nothing is damaged; nothing was changed.");
    } else {
      say(
          "Repaired; %s, the damaged files and a report are in %s"
              .formatted(Amounts.of(result.losses(), "finding"), result.quarantine()));
    }
    return 0;
  }
}
