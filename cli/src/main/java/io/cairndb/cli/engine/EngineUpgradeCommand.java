package io.cairndb.cli.engine;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.LocalKeystore;
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
    LocalKeystore keystore = keystore();
    FormatVersion before = summary(directory, keystore).format();
    if (before.isAtLeast(FormatVersion.NEWEST)) {
      say("Format " + before.number() + " is the newest; nothing was changed.");
      return 0;
    }
    try (LsmEngine engine = open(directory, keystore)) {
      engine.raiseFormat(FormatVersion.NEWEST);
      say("Format " + before.number() + " raised to " + engine.format().number() + ".");
    }
    return 0;
  }
}
