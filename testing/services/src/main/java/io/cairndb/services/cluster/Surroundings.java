package io.cairndb.services.cluster;

import io.cairndb.env.RandomSource;
import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.ThreadDelays;
import io.cairndb.rpc.cluster.ClusterWatch;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.grpc.BindableService;
import io.grpc.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one service has to itself; closes everything that was added, last first. */
final class Surroundings implements AutoCloseable {
  static final RandomSource RANDOM = RandomSource.system();

  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 32_000;
  private static final int ATTEMPTS = 1_000;

  /** No port is given out twice: one that was may be waiting for its service to begin. */
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(Math.floorMod(RANDOM.nextLong(), HIGHEST_PORT - LOWEST_PORT));

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ThreadDelays delays = add(new ThreadDelays("cairn-delays"));
  private final RpcOptions options;
  private final Connections connections;

  /**
   * Of a service.
   *
   * @param options of its calls
   */
  Surroundings(RpcOptions options) {
    this.options = options;
    this.connections = add(new Connections(options));
  }

  /**
   * A port nobody listens on now, from below those that systems give to outgoing connections: those
   * who look for a service that is away must not take its port, not even to reach it.
   */
  static HostPort freeAddress() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = LOWEST_PORT + NEXT_PORT.getAndIncrement() % (HIGHEST_PORT - LOWEST_PORT);
      try (ServerSocket _ = new ServerSocket(port, 1, loopback)) {
        return new HostPort(loopback.getHostAddress(), port);
      } catch (IOException taken) {
        LOG.debug("port {}: {}", port, taken.getMessage());
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
  }

  <T extends AutoCloseable> T add(T part) {
    open.push(part);
    return part;
  }

  ThreadDelays delays() {
    return delays;
  }

  Connections connections() {
    return connections;
  }

  ClusterWatch watch(HostPort partitionManager) {
    return add(new ClusterWatch(() -> connections.to(partitionManager), delays, RANDOM));
  }

  /** Answers calls there; when this closes, calls under way are cut off. */
  void serve(HostPort address, BindableService service) {
    Server server =
        Rpc.server(
            new InetSocketAddress(address.host(), address.port()), options, List.of(service));
    try {
      server.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    add(
        () -> {
          server.shutdownNow();
          server.awaitTermination();
        });
  }

  @Override
  public void close() {
    @Nullable IllegalStateException unclosed = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        unclosed =
            unclosed == null
                ? new IllegalStateException("a part of a service could not be closed")
                : unclosed;
        unclosed.addSuppressed(failed);
      }
    }
    if (unclosed != null) {
      throw unclosed;
    }
  }
}
