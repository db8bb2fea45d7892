package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
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
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Fails naming who wants the port and how to choose another. */
  static void requireFree(ServicePlan service, int apiPort) throws CommandFailure {
    for (var port : service.ports(apiPort).entrySet()) {
      if (!isFree(port.getValue())) {
        throw new CommandFailure(
            Outcome.ADDRESS,
            "port %d, for %s (%s), is in use on this machine. Choose another %s."
                .formatted(
                    port.getValue(),
                    service.name(),
                    port.getKey(),
                    port.getKey().equals("api") ? "--port" : "--base-port"));
      }
    }
  }
}
