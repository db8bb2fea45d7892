package io.cairndb.cli.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn cluster logs}. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows the end of what services print.",
    footer = {
      "",
      "Examples:",
      "  cairn cluster logs storage-node-1 --lines 100",
      "  cairn cluster logs -f",
      "  cairn cluster logs supervisor   what ended and was started again"
    })
final class ClusterLogsCommand extends ClusterPart {
  private static final int PAUSE_MILLIS = 200;

  @Parameters(
      arity = "0..*",
      paramLabel = "SERVICE",
      description = "Services to show; all when none is named.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--lines",
      defaultValue = "20",
      paramLabel = "N",
      description = "Lines of each log. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is added, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws Exception {
    requireRange("--lines", lines, 0, 100_000);
    ClusterDirectory directory = directory();
    ClusterPlan plan = directory.requireWanted().plan();
    Map<String, LogFile> logs = new LinkedHashMap<>();
    List<String> services = new ArrayList<>(names);
    if (services.remove(Supervisor.NAME)) {
      logs.put(Supervisor.NAME, new LogFile(directory.log(Supervisor.NAME)));
    }
    if (!services.isEmpty() || names.isEmpty()) {
      for (ServicePlan service : named(plan, services)) {
        logs.put(service.name(), new LogFile(directory.log(service.name())));
      }
    }
    for (Map.Entry<String, LogFile> log : logs.entrySet()) {
      show(log.getKey(), log.getValue().last(lines), logs.size() > 1);
    }
    while (follow) {
      for (Map.Entry<String, LogFile> log : logs.entrySet()) {
        show(log.getKey(), log.getValue().added(), logs.size() > 1);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return 0;
  }

  private void show(String name, List<String> text, boolean several) {
    for (String line : text) {
      out().println(several ? "%-18s | %s".formatted(name, line) : line);
    }
    out().flush();
  }
}
