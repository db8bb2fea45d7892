package io.cairndb.cli.engine;

import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import io.cairndb.storage.engine.tool.Losses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
      "Exit codes:  0 nothing is lost, or nothing was damaged",
      "           14 repaired, but data is lost, or may be",
      "           others: not repaired (docs/cli.md)",
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
      return Outcome.DONE.exitCode();
    }
    Losses losses = result.losses();
    say(losses.isEmpty() ? "Repaired, and nothing is lost." : "Repaired, " + summary(losses));
    say("The damaged files and a report are in " + result.quarantine());
    return (losses.isEmpty() ? Outcome.DONE : Outcome.DATA_LOST).exitCode();
  }

  private static String summary(Losses losses) {
    List<String> known = new ArrayList<>();
    if (losses.versions() > 0) {
      known.add(Amounts.of(losses.versions(), "version") + " of keys");
    }
    if (losses.writes() > 0) {
      known.add(Amounts.of(losses.writes(), "write") + " of the log");
    }
    String files =
        losses.files().stream()
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    return "but data is lost: %s in %s; %s"
        .formatted(
            Amounts.of(losses.places().size(), "place"),
            files,
            known.isEmpty()
                ? "how much is not known."
                : "known to be gone: " + String.join(", ", known) + ".");
  }
}
