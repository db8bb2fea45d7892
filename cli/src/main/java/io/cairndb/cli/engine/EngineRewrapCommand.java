package io.cairndb.cli.engine;

import io.cairndb.cli.view.Amounts;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.lsm.LsmEngine;
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
    try (LsmEngine engine = open(directory, keystore)) {
      int rewrapped = engine.keys().rewrap();
      say("Wrapped the keys of " + Amounts.of(rewrapped, "table") + " anew.");
      say("Keys in use: " + String.join(", ", engine.keys().inUse()));
    }
    return 0;
  }
}
