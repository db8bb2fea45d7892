package io.cairndb.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn table}. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = "Creates, lists, describes and deletes tables.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TableCreateCommand.class,
      TableListCommand.class,
      TableDescribeCommand.class,
      TableDeleteCommand.class
    })
public final class TableCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "table needs a command");
  }
}
