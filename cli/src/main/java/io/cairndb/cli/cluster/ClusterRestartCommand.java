package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn cluster restart}. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stops services of a running cluster and starts them again.",
    footer = {"", "Example:", "  cairn cluster restart coordinator"})
final class ClusterRestartCommand extends ClusterStoppingCommand {
  @Parameters(arity = "1..*", paramLabel = "SERVICE", description = "Services to restart.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--wait",
      defaultValue = "180",
      paramLabel = "SECONDS",
      description =
          "How long a service may take to stop before it is killed, and then to serve again."
              + " Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Override
  Duration limit() {
    return seconds("--wait", wait);
  }

  @Override
  void run(ClusterDirectory directory, Wanted wanted, Stopping stopping) throws Exception {
    if (!wanted.running() || !directory.processes().supervised()) {
      throw new CommandFailure(
          Outcome.REFUSED,
          "the cluster in %s is not supervised; 'cairn cluster start' brings it back"
              .formatted(directory.path()));
    }
    List<ServicePlan> services = named(wanted.plan(), names);
    Wanted without = stopping.some(wanted, services);
    Set<String> stopped = new LinkedHashSet<>(wanted.stopped());
    services.forEach(service -> stopped.remove(service.name()));
    Wanted again = without.next(true, stopped);
    Processes before = directory.processes();
    directory.want(again);
    new Starting(directory, again, before, this::say, err()).await(Optional.empty(), limit());
  }
}
