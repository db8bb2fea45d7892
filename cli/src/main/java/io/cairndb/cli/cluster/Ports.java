package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * TCP ports of loopback. Free ones are taken from below those that systems give to outgoing
 * connections: a service that is away for a moment must find its port free when it comes back.
 */
final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 10_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  Ports(RandomGenerator random) {
    this.random = random;
  }

  /** A port that is free and was not given before. */
  int free() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (given.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
  }

  static boolean isFree(int port) {
    return obstacle(port).isEmpty();
  }

  /** Why nobody can listen on the port now, in the words of the system. */
  private static Optional<String> obstacle(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return Optional.empty();
    } catch (IOException taken) {
      return Optional.of(String.valueOf(taken.getMessage()));
    }
  }

  /** Fails naming who wants the port and how to choose another. */
  static void requireFree(ServicePlan service, int apiPort) throws CommandFailure {
    for (var port : service.ports(apiPort).entrySet()) {
      Optional<String> obstacle = obstacle(port.getValue());
      if (obstacle.isPresent()) {
        throw new CommandFailure(
            Outcome.ADDRESS,
            "port %d, for %s (%s), cannot be used on this machine: %s. Choose another %s."
                .formatted(
                    port.getValue(),
                    service.name(),
                    port.getKey(),
                    obstacle.get(),
                    port.getKey().equals("api") ? "--port" : "--base-port"));
      }
    }
  }

  /** Fails when two services would listen on one port: only the API's can be one of the others. */
  static void requireDistinct(ClusterPlan plan) throws CommandFailure {
    for (ServicePlan service : plan.services()) {
      for (var port : service.ports(plan.apiPort()).entrySet()) {
        if (port.getValue() == plan.apiPort() && !port.getKey().equals("api")) {
          throw new CommandFailure(
              Outcome.ADDRESS,
              "port %d is for the API and for %s (%s). Choose another --port or --base-port."
                  .formatted(plan.apiPort(), service.name(), port.getKey()));
        }
      }
    }
  }
}
