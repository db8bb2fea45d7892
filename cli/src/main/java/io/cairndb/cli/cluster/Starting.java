package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits until every service is ready, telling of each. A service that ends while it is waited for
 * ends the start: of a cluster of which nothing ran before, everything else is ended too.
 */
final class Starting {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int LOG_LINES = 20;

  private final ClusterDirectory directory;
  private final Wanted wanted;
  private final Processes before;
  private final Consumer<String> told;
  private final PrintWriter err;
  private final long began = System.nanoTime();

  Starting(
      ClusterDirectory directory,
      Wanted wanted,
      Processes before,
      Consumer<String> told,
      PrintWriter err) {
    this.directory = directory;
    this.wanted = wanted;
    this.before = before;
    this.told = told;
    this.err = err;
  }

  /** Waits; {@code supervisor} is the one just started, empty when one was there already. */
  void await(Optional<Process> supervisor, Duration limit)
      throws CommandFailure, IOException, InterruptedException {
    Map<String, ServicePlan> waiting = new LinkedHashMap<>();
    wanted.plan().services().forEach(service -> waiting.put(service.name(), service));
    boolean idle = supervisor.isEmpty() && everythingRan();
    told.accept(idle ? "The cluster runs already." : "Starting the services");
    while (true) {
      Processes now = directory.processes();
      if (now.revision() >= wanted.revision() && now.supervised()) {
        for (ServicePlan service : wanted.plan().services()) {
          failWhenEnded(service, now, supervisor.isPresent());
        }
        waiting.values().removeIf(service -> isReady(service, now));
        if (waiting.isEmpty()) {
          break;
        }
      } else if (supervisor.isPresent() ? !supervisor.get().isAlive() : !now.supervised()) {
        showLog(Supervisor.NAME);
        throw new CommandFailure(Outcome.NOT_STARTED, "the supervisor ended");
      }
      failWhenLate(waiting, limit);
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  private boolean everythingRan() {
    return wanted.plan().services().stream()
        .allMatch(service -> before.service(service.name()).alive());
  }

  private boolean isReady(ServicePlan service, Processes now) {
    ServiceState state = now.service(service.name());
    if (!state.alive() || Health.readiness(service.managementPort()) != Health.State.READY) {
      return false;
    }
    if (!state.equals(before.service(service.name()))) {
      told.accept(
          "  %-18s ready after %.1f s"
              .formatted(service.name(), (System.nanoTime() - began) / 1e9));
    }
    return true;
  }

  private void failWhenEnded(ServicePlan service, Processes now, boolean newSupervisor)
      throws CommandFailure, IOException, InterruptedException {
    ServiceState state = now.service(service.name());
    int known = newSupervisor ? 0 : before.service(service.name()).ends();
    if (state.ends() <= known) {
      return;
    }
    showLog(service.name());
    String end = state.exitCode() == null ? "ended" : "ended with exit code " + state.exitCode();
    if (before.services().values().stream().noneMatch(ServiceState::alive)) {
      new Stopping(directory, GRACE, line -> {}).all(wanted);
      throw new CommandFailure(
          Outcome.NOT_STARTED,
          "%s %s while it was starting; the other services were stopped"
              .formatted(service.name(), end));
    }
    throw new CommandFailure(
        Outcome.NOT_STARTED,
        "%s %s while it was starting; it is tried again".formatted(service.name(), end));
  }

  private void failWhenLate(Map<String, ServicePlan> waiting, Duration limit)
      throws CommandFailure {
    if (System.nanoTime() - began < limit.toNanos()) {
      return;
    }
    StringBuilder names = new StringBuilder();
    for (ServicePlan service : waiting.values()) {
      String reasons = Health.reasons(service.managementPort());
      names.append(names.isEmpty() ? "" : ", ").append(service.name());
      names.append(reasons.isEmpty() ? "" : " (" + reasons + ")");
    }
    throw new CommandFailure(
        Outcome.NOT_STARTED,
        "not ready after %d s: %s. They go on starting; see 'cairn cluster status' and 'logs'."
            .formatted(limit.toSeconds(), names));
  }

  private void showLog(String name) throws IOException {
    err.println("The end of " + directory.log(name) + ":");
    new LogFile(directory.log(name)).last(LOG_LINES).forEach(line -> err.println("  " + line));
    err.flush();
  }
}
