package io.cairndb.cli.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends services one after another in the order of {@link Role}: each is asked, then waited for, and
 * killed when it does not come to an end.
 */
final class Ending {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Duration grace;
  private final Consumer<String> told;

  /** Services get {@code grace} each to end; {@code told} hears of each in a sentence. */
  Ending(Duration grace, Consumer<String> told) {
    this.grace = grace;
    this.told = told;
  }

  /** Ends those of the services that run. Storage nodes end together. */
  void end(List<ServicePlan> services, Map<String, ServiceState> states)
      throws InterruptedException {
    for (Role role : Role.values()) {
      List<ServicePlan> ofRole =
          services.stream()
              .filter(service -> service.role() == role)
              .filter(service -> states.getOrDefault(service.name(), ServiceState.NONE).alive())
              .toList();
      for (ServicePlan service : ofRole) {
        process(states, service).terminate();
      }
      long deadline = System.nanoTime() + grace.toNanos();
      for (ServicePlan service : ofRole) {
        await(service.name(), process(states, service), deadline);
      }
    }
  }

  private static ProcessIdentity process(Map<String, ServiceState> states, ServicePlan service) {
    ServiceState state = states.get(service.name());
    if (state == null || state.process() == null) {
      throw new IllegalStateException(service.name() + " does not run");
    }
    return state.process();
  }

  private void await(String name, ProcessIdentity process, long deadline)
      throws InterruptedException {
    while (process.alive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    if (!process.alive()) {
      told.accept(name + " stopped");
      return;
    }
    process.kill();
    while (process.alive()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    told.accept("%s did not stop within %d s and was killed".formatted(name, grace.toSeconds()));
  }
}
