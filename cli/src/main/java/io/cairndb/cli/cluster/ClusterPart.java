package io.cairndb.cli.cluster;

import io.cairndb.cli.console.ConsoleCommand;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What all commands on a cluster share. */
abstract class ClusterPart extends ConsoleCommand {
  @Option(
      names = "--data",
      defaultValue = "cluster-data",
      paramLabel = "DIR",
      order = 100,
      description = "Directory of the cluster: data, logs, what runs. Default: ${DEFAULT-VALUE}.")
  private Path data;

  final ClusterDirectory directory() {
    if (data.toString().isBlank()) {
      throw usage("--data must not be empty");
    }
    return new ClusterDirectory(data);
  }

  final Duration seconds(String option, int value) {
    requireRange(option, value, 1, 3_600);
    return Duration.ofSeconds(value);
  }

  /** The services with these names; all of them where none is named. */
  static List<ServicePlan> named(ClusterPlan plan, List<String> names) throws CommandFailure {
    if (names.isEmpty()) {
      return plan.services();
    }
    List<ServicePlan> found = new ArrayList<>();
    for (String name : names) {
      List<ServicePlan> matches =
          plan.services().stream()
              .filter(service -> service.name().equals(name) || service.role().title().equals(name))
              .toList();
      if (matches.isEmpty()) {
        throw new CommandFailure(
            Outcome.NOT_FOUND,
            "there is no service '%s'; there are %s"
                .formatted(
                    name,
                    String.join(", ", plan.services().stream().map(ServicePlan::name).toList())));
      }
      matches.stream().filter(match -> !found.contains(match)).forEach(found::add);
    }
    return found;
  }
}
