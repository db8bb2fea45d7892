package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn cluster stop}. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stops the cluster, or some of its services. Data stays.",
    footer = {
      "",
      "Examples:",
      "  cairn cluster stop",
      "  cairn cluster stop storage-node-1   until 'cairn cluster start'"
    })
final class ClusterStopCommand extends ClusterStoppingCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "SERVICE",
      description = "Services to stop; all when none is named.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--wait",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description =
          "How long a service may take to stop before it is killed. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Override
  Duration limit() {
    return seconds("--wait", wait);
  }

  @Override
  void run(ClusterDirectory directory, Wanted wanted, Stopping stopping)
      throws CommandFailure, InterruptedException {
    if (names.isEmpty()) {
      say(
          stopping.all(wanted)
              ? "The cluster in %s is stopped.".formatted(directory.path())
              : "No cluster runs in %s.".formatted(directory.path()));
    } else {
      Wanted _ = stopping.some(wanted, named(wanted.plan(), names));
    }
  }
}
