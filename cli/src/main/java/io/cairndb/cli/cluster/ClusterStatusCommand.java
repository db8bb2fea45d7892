package io.cairndb.cli.cluster;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonText;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Terminal;
import io.cairndb.cli.view.TextTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn cluster status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the processes of a cluster: whether they run and can serve, since when, where.",
      "Ends with 0 when all of them are ready, else with 9."
    },
    footer = {"", "Example:", "  cairn cluster status --json"})
final class ClusterStatusCommand extends ClusterPart {
  private static final long MILLIS = 1_000;

  @Option(names = "--json", description = "Answer in JSON, for programs.")
  private boolean json;

  /**
   * What is shown of a service.
   *
   * @param pid empty when it does not run
   */
  private record Row(
      ServicePlan service,
      OptionalLong pid,
      ServiceState state,
      String health,
      String detail,
      String version) {
    boolean ready() {
      return health.equals("ready");
    }
  }

  @Override
  public Integer call() throws Exception {
    ClusterDirectory directory = directory();
    Wanted wanted = directory.requireWanted();
    Processes processes = directory.processes();
    List<Row> rows = new ArrayList<>();
    for (ServicePlan service : wanted.plan().services()) {
      rows.add(row(wanted, service, processes.service(service.name())));
    }
    boolean ready = rows.stream().allMatch(Row::ready);
    if (json) {
      out().println(JsonText.compact(view(directory, wanted, processes, rows, ready)));
    } else {
      draw(directory, wanted, processes, rows, ready);
    }
    out().flush();
    return ready ? 0 : Outcome.UNREACHABLE.exitCode();
  }

  private static Row row(Wanted wanted, ServicePlan service, ServiceState state) {
    ProcessIdentity process = state.process();
    if (process == null || !process.alive()) {
      String health = wanted.wants(service.name()) ? "ended" : "stopped";
      return new Row(service, OptionalLong.empty(), state, health, "", "");
    }
    Health.State health = Health.readiness(service.managementPort());
    return new Row(
        service,
        OptionalLong.of(process.pid()),
        state,
        health.words(),
        health == Health.State.NOT_READY ? Health.reasons(service.managementPort()) : "",
        Health.version(service.managementPort()).orElse(""));
  }

  private void draw(
      ClusterDirectory directory,
      Wanted wanted,
      Processes processes,
      List<Row> rows,
      boolean ready) {
    say("endpoint    " + wanted.plan().endpoint());
    say("directory   " + directory.path());
    say("health      " + health(wanted, processes, rows, ready));
    say("");
    TextTable table =
        new TextTable("service", "pid", "up", "ports", "health", "restarts", "version");
    for (Row row : rows) {
      table.row(
          row.service().name(),
          row.pid().isPresent() ? Long.toString(row.pid().getAsLong()) : "",
          row.pid().isPresent() ? Amounts.duration(upSeconds(row.state())) : "",
          ports(row.service(), wanted.plan().apiPort()),
          row.detail().isEmpty() ? row.health() : row.health() + ": " + row.detail(),
          Integer.toString(row.state().ends()),
          row.version());
    }
    table.lines(Terminal.of(System.getenv()).columns()).forEach(out()::println);
  }

  private static String health(Wanted wanted, Processes processes, List<Row> rows, boolean ready) {
    if (!wanted.running()) {
      return "stopped";
    }
    long count = rows.stream().filter(Row::ready).count();
    String services = ready ? "ready" : "%d of %d services ready".formatted(count, rows.size());
    return processes.supervised()
        ? services
        : services + "; nobody supervises: 'cairn cluster start' begins a new supervisor";
  }

  private static String ports(ServicePlan service, int apiPort) {
    return service.ports(apiPort).entrySet().stream()
        .map(port -> port.getKey() + " " + port.getValue())
        .collect(Collectors.joining(", "));
  }

  private static long upSeconds(ServiceState state) {
    return Math.max(0, (Clock.systemUTC().millis() - state.sinceMillis()) / MILLIS);
  }

  private static Obj view(
      ClusterDirectory directory,
      Wanted wanted,
      Processes processes,
      List<Row> rows,
      boolean ready) {
    ProcessIdentity supervisor = processes.supervisor();
    boolean supervised = processes.supervised();
    List<Obj> services = new ArrayList<>();
    for (Row row : rows) {
      services.add(view(row, wanted.plan().apiPort()));
    }
    Json.Builder json =
        Json.object()
            .put("endpoint", wanted.plan().endpoint().toString())
            .put("directory", directory.path().toString())
            .put("running", wanted.running())
            .put("ready", ready);
    if (supervised && supervisor != null) {
      json.put("supervisor", Json.object().put("pid", supervisor.pid()).build());
    }
    return json.put("services", services).build();
  }

  private static Obj view(Row row, int apiPort) {
    Json.Builder ports = Json.object();
    for (Map.Entry<String, Integer> port : row.service().ports(apiPort).entrySet()) {
      ports.put(port.getKey(), (long) port.getValue());
    }
    Json.Builder json =
        Json.object()
            .put("name", row.service().name())
            .put("role", row.service().role().title())
            .put("health", row.health().replace(' ', '_'));
    if (row.pid().isPresent()) {
      json.put("pid", row.pid().getAsLong()).put("up_seconds", upSeconds(row.state()));
    }
    if (!row.detail().isEmpty()) {
      json.put("not_ready", row.detail());
    }
    return json.put("ports", ports.build())
        .put("restarts", row.state().ends())
        .put("version", row.version().isEmpty() ? null : row.version())
        .build();
  }
}
