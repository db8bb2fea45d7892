package io.cairndb.service;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health from what the parts of a service say of themselves. Thread-safe. */
final class ServiceHealth {
  private final List<Readiness> parts;
  private volatile boolean startedOnce;

  ServiceHealth(List<Readiness> parts) {
    this.parts = parts;
  }

  /** Up when no part sees an obstacle. */
  HealthIndicator readiness() {
    return this::ready;
  }

  /** Up from when the service was first seen ready. */
  HealthIndicator startup() {
    return () -> {
      if (startedOnce) {
        return Health.up().build();
      }
      return ready();
    };
  }

  private Health ready() {
    List<String> obstacles =
        parts.stream().map(Readiness::obstacle).flatMap(Optional::stream).toList();
    if (obstacles.isEmpty()) {
      startedOnce = true;
      return Health.up().build();
    }
    return Health.outOfService().withDetail("obstacles", obstacles).build();
  }
}
