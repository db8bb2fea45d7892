package io.cairndb.cli.engine;

import io.cairndb.cli.view.Amounts;
import io.cairndb.env.Clock;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.engine.manifest.FileNames;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rewrap",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Wraps the keys of an engine's files by the keystore's active key.",
    footer = {"", "Example:", "  cairn engine rewrap data/shard-0 --keys keystore"})
final class EngineRewrapCommand extends EngineFilesCommand {
  @Parameters(paramLabel = "DIR", description = "The engine's directory.")
  private Path directory = Path.of("");

  @Override
  int run() throws Exception {
    LocalKeystore keystore = keystore();
    if (keystore == null) {
      throw usage("rewrap needs --keys");
    }
    Path path = directory.toAbsolutePath();
    if (!files().exists(path.resolve(FileNames.CURRENT))) {
      throw new NoSuchFileException(path.toString(), null, "no engine is in this directory");
    }
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .build();
    try (LsmEngine engine =
        LsmEngine.open(files(), path, options, Clock.system(), Workers.platform("engine-"))) {
      int rewrapped = engine.keys().rewrap();
      say("Wrapped the keys of " + Amounts.of(rewrapped, "table") + " anew.");
      say("Keys in use: " + String.join(", ", engine.keys().inUse()));
    }
    return 0;
  }
}
