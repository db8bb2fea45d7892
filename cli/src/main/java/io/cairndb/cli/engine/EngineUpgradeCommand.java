package io.cairndb.cli.engine;

import io.cairndb.env.Clock;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.engine.manifest.FileNames;
import java.nio.file.NoSuchFileException;
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
    Path path = directory.toAbsolutePath();
    if (!files().exists(path.resolve(FileNames.CURRENT))) {
      throw new NoSuchFileException(path.toString(), null, "no engine is in this directory");
    }
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore()))
            .build();
    try (LsmEngine engine =
        LsmEngine.open(files(), path, options, Clock.system(), Workers.platform("engine-"))) {
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
