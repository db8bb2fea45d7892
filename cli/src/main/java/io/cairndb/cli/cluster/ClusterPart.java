package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands on a cluster share. */
abstract class ClusterPart implements Callable<Integer> {
  @Spec private CommandSpec spec;

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

  final CommandSpec spec() {
    return spec;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void say(String line) {
    out().println(line);
    out().flush();
  }

  final ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  final void requireRange(String option, long value, long low, long high) {
    if (value < low || value > high) {
      throw usage("%s must be between %d and %d, not %d".formatted(option, low, high, value));
    }
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
