package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the services of a cluster and starts again what ends. Looks at what is wanted and at what
 * runs a few times a second; everything it knows is in {@link Processes}, so that the one after it
 * can go on.
 *
 * <p>Ends when the cluster is no longer wanted; the command that said so ends the services. Asked
 * to end by a signal, as on the machine's shutdown, it ends them itself. Confined to the thread
 * that calls {@link #run}, but for {@link #end}.
 */
final class Supervisor {
  /** The name of its log. */
  static final String NAME = "supervisor";

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int LOG_LOOKS = 50;

  private final ClusterDirectory directory;
  private final Launch launch;
  private final Clock clock;
  private final PrintWriter out;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Map<String, ServiceState> services = new LinkedHashMap<>();
  private final Map<String, Process> children = new HashMap<>();
  private final Map<String, Restart> restarts = new HashMap<>();
  private @Nullable Processes published;
  private String lastTrouble = "";

  Supervisor(ClusterDirectory directory, Launch launch, Clock clock, PrintWriter out) {
    this.directory = directory;
    this.launch = launch;
    this.clock = clock;
    this.out = out;
  }

  /** Asks it to end the services and itself. */
  void end() {
    asked.countDown();
  }

  /** Supervises until the cluster is not wanted, or until {@link #end}. */
  void run() throws CommandFailure, InterruptedException {
    Wanted wanted = directory.requireWanted();
    adopt(wanted.plan());
    for (int looks = 0; wanted.running(); looks++) {
      for (ServicePlan service : wanted.plan().services()) {
        look(wanted, service);
      }
      publish(wanted);
      if (looks % LOG_LOOKS == 0) {
        trimLogs(wanted.plan());
      }
      if (asked.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        say("asked to end: the services end first");
        stopAll(wanted);
        break;
      }
      wanted = wantedNow(wanted);
    }
    publish(wanted);
    say("ended");
  }

  /** What is wanted by now; as before while the file cannot be read. */
  private Wanted wantedNow(Wanted before) throws CommandFailure, InterruptedException {
    try {
      return directory.requireWanted();
    } catch (CommandFailure failed) {
      if (failed.outcome() != Outcome.NOT_FOUND) {
        trouble(failed.getMessage());
        return before;
      }
      say("the directory is gone: the services end");
      stopAll(before);
      throw failed;
    }
  }

  /** Says what goes wrong once, not at every look. */
  private void trouble(@Nullable String what) {
    if (!String.valueOf(what).equals(lastTrouble)) {
      lastTrouble = String.valueOf(what);
      say(lastTrouble);
    }
  }

  private void adopt(ClusterPlan plan) throws CommandFailure {
    Processes before = directory.processes();
    for (ServicePlan service : plan.services()) {
      ServiceState known = before.service(service.name());
      Optional<ProcessIdentity> running =
          known.alive() ? Optional.ofNullable(known.process()) : launch.find(service);
      running.ifPresent(
          process -> {
            say("%s runs already (pid %d)".formatted(service.name(), process.pid()));
            restart(service.name()).began(System.nanoTime());
            services.put(
                service.name(),
                new ServiceState(
                    process,
                    known.alive() ? known.sinceMillis() : clock.millis(),
                    0,
                    null,
                    known.command()));
          });
    }
  }

  private void look(Wanted wanted, ServicePlan service) {
    String name = service.name();
    ServiceState state = services.getOrDefault(name, ServiceState.NONE);
    if (state.process() != null && !state.alive()) {
      state = ended(name, state, !wanted.wants(name));
      services.put(name, state);
    }
    if (!wanted.wants(name)) {
      restarts.remove(name);
    } else if (state.process() == null && restart(name).isDue(System.nanoTime())) {
      services.put(name, start(wanted.plan(), service, state));
    }
  }

  private Restart restart(String name) {
    return restarts.computeIfAbsent(name, any -> new Restart());
  }

  private ServiceState ended(String name, ServiceState state, boolean asked) {
    Process child = children.remove(name);
    Integer code = child == null ? null : exitCode(child);
    Duration ran = Duration.ofMillis(Math.max(0, clock.millis() - state.sinceMillis()));
    Duration pause = restart(name).ended(System.nanoTime());
    say(
        "%s ended%s after %d s%s"
            .formatted(
                name,
                code == null ? "" : " with exit code " + code,
                ran.toSeconds(),
                asked ? "" : "; it is started again in " + pause.toMillis() + " ms"));
    return state.ended(code, asked);
  }

  private static @Nullable Integer exitCode(Process child) {
    try {
      return child.waitFor(1, TimeUnit.SECONDS) ? child.exitValue() : null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private ServiceState start(ClusterPlan plan, ServicePlan service, ServiceState state) {
    List<String> command = launch.command(plan, service);
    Restart restart = restart(service.name());
    restart.began(System.nanoTime());
    try {
      Process process = launch.start(service, command);
      Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
      if (identity.isPresent()) {
        children.put(service.name(), process);
        say("%s started (pid %d)".formatted(service.name(), process.pid()));
        return state.started(identity.get(), clock.millis(), command);
      }
      say("%s ended at once".formatted(service.name()));
    } catch (IOException failed) {
      say("%s cannot be started: %s".formatted(service.name(), failed.getMessage()));
    }
    Duration _ = restart.ended(System.nanoTime());
    return state.ended(null, false);
  }

  /** Writes down what runs; a full disk must not end what works. */
  private void publish(Wanted wanted) {
    Processes now = new Processes(wanted.revision(), ProcessIdentity.current(), services);
    if (!now.equals(published)) {
      try {
        directory.publish(now, wanted.plan());
        published = now;
      } catch (CommandFailure failed) {
        trouble(failed.getMessage());
      }
    }
  }

  private void stopAll(Wanted wanted) throws InterruptedException {
    new Ending(GRACE, this::say).end(wanted.plan().services(), Map.copyOf(services));
    services.replaceAll((name, state) -> state.ended(null, true));
  }

  /** Its own log too: of a service that never comes up it tells without end. */
  private void trimLogs(ClusterPlan plan) {
    try {
      LogFile.trim(directory.log(NAME));
      for (ServicePlan service : plan.services()) {
        LogFile.trim(directory.log(service.name()));
      }
    } catch (IOException failed) {
      trouble("a log cannot be trimmed: " + failed.getMessage());
    }
  }

  private void say(String what) {
    out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + what);
    out.flush();
  }

  /** Becomes the one supervisor of a directory; another one may be about to end. */
  static ClusterDirectory.Lock lock(ClusterDirectory directory)
      throws CommandFailure, InterruptedException {
    for (int i = 0; i < 25; i++) {
      Optional<ClusterDirectory.Lock> lock = directory.lockForSupervisor();
      if (lock.isPresent()) {
        return lock.get();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    throw new CommandFailure(Outcome.REFUSED, "another supervisor works on " + directory.path());
  }
}
