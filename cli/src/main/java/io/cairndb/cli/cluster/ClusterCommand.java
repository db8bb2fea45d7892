package io.cairndb.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cairn cluster}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "Serves the same database from several processes on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterStartCommand.class,
      ClusterStatusCommand.class,
      ClusterLogsCommand.class,
      ClusterRestartCommand.class,
      ClusterStopCommand.class,
      ClusterSuperviseCommand.class
    })
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "cluster needs a command");
  }
}
