package io.cairndb.cli.engine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn engine}. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description =
        "Verifies, shows, repairs and upgrades the files of a storage engine that is not open.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EngineVerifyCommand.class,
      EngineDumpCommand.class,
      EngineRepairCommand.class,
      EngineUpgradeCommand.class,
      EngineRewrapCommand.class,
      EngineKeysCommand.class
    })
public final class EngineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "engine needs a command");
  }
}
