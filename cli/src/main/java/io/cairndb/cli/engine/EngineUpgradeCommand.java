package io.cairndb.cli.engine;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lets an engine write the newest format. Releases that do not know it can open the"
            + " directory no longer.",
    footer = {"", "Example:", "  cairn engine upgrade data/shard-0"})
final class EngineUpgradeCommand extends EngineFilesCommand {
  @Parameters(paramLabel = "DIR", description = "The engine's directory.")
  private Path directory = Path.of("");

  @Override
  int run() throws Exception {
    try (LsmEngine engine = open(directory, keystore())) {
      int before = engine.format().number();
      engine.raiseFormat(FormatVersion.NEWEST);
      int now = engine.format().number();
      say(
          before == now
              ? "Format " + now + " is the newest; nothing was changed."
              : "Format " + before + " raised to " + now + ".");
    }
    return 0;
  }
}
