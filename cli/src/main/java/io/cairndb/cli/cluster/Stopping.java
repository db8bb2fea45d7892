package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Ends a cluster or some of its services. First the supervisor learns that they are not wanted, so
 * that it does not start them again; then they are ended.
 */
final class Stopping {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration SUPERVISOR_LIMIT = Duration.ofSeconds(10);

  private final ClusterDirectory directory;
  private final Duration grace;
  private final Consumer<String> told;

  Stopping(ClusterDirectory directory, Duration grace, Consumer<String> told) {
    this.directory = directory;
    this.grace = grace;
    this.told = told;
  }

  /** Ends everything; says whether anything ran. */
  boolean all(Wanted before) throws CommandFailure, InterruptedException {
    directory.want(before.next(false, Set.of()));
    boolean supervised = awaitSupervisorGone();
    Map<String, ServiceState> states = new HashMap<>(directory.processes().services());
    Launch launch = new Launch(directory, Map.of());
    boolean some = false;
    for (ServicePlan service : before.plan().services()) {
      if (!states.getOrDefault(service.name(), ServiceState.NONE).alive()) {
        launch
            .find(service)
            .ifPresent(
                lost -> states.put(service.name(), ServiceState.NONE.started(lost, 0, List.of())));
      }
      some |= states.getOrDefault(service.name(), ServiceState.NONE).alive();
    }
    new Ending(grace, told).end(before.plan().services(), states);
    return supervised || some;
  }

  /** Ends some services; the rest goes on. */
  Wanted some(Wanted before, List<ServicePlan> services)
      throws CommandFailure, InterruptedException {
    Set<String> stopped = new LinkedHashSet<>(before.stopped());
    services.forEach(service -> stopped.add(service.name()));
    Wanted wanted = before.next(before.running(), stopped);
    directory.want(wanted);
    awaitSupervisor(now -> now.revision() >= wanted.revision());
    new Ending(grace, told).end(services, directory.processes().services());
    awaitSupervisor(
        now -> services.stream().allMatch(one -> now.service(one.name()).process() == null));
    return wanted;
  }

  /** Waits until the supervisor, if there is one, has written down what is looked for. */
  private void awaitSupervisor(Predicate<Processes> seen)
      throws CommandFailure, InterruptedException {
    long deadline = System.nanoTime() + SUPERVISOR_LIMIT.toNanos();
    Processes now = directory.processes();
    while (now.supervised() && !seen.test(now)) {
      if (System.nanoTime() - deadline > 0) {
        throw new CommandFailure(
            Outcome.UNREACHABLE,
            "the supervisor has not acted for %d s; see 'cairn cluster logs supervisor'"
                .formatted(SUPERVISOR_LIMIT.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      now = directory.processes();
    }
  }

  private boolean awaitSupervisorGone() throws CommandFailure, InterruptedException {
    ProcessIdentity supervisor = directory.processes().supervisor();
    if (supervisor == null || !supervisor.alive()) {
      return false;
    }
    long deadline = System.nanoTime() + SUPERVISOR_LIMIT.toNanos();
    while (supervisor.alive()) {
      if (System.nanoTime() > deadline) {
        told.accept("the supervisor did not end and was killed");
        supervisor.kill();
        deadline = Long.MAX_VALUE;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    return true;
  }
}
