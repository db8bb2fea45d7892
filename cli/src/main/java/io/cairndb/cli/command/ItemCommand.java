package io.cairndb.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn item}. */
@Command(
    name = "item",
    mixinStandardHelpOptions = true,
    description = "Gets, puts, updates and deletes single items.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ItemGetCommand.class,
      ItemPutCommand.class,
      ItemUpdateCommand.class,
      ItemDeleteCommand.class
    })
public final class ItemCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "item needs a command");
  }
}
