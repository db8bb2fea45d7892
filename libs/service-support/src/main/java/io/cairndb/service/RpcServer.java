package io.cairndb.service;

import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcInterceptors;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The gRPC server of a service. Listens once every bean has been made. Among the first to stop; it
 * then turns new calls away, ends streams, and lets calls under way end within the time for it. A
 * call that somebody made before hearing of the stop is one of those.
 *
 * <p>Thread-safe. A part of the service that must come after it, as announcing its address, is a
 * lifecycle of a phase above {@link #PHASE}.
 */
public final class RpcServer implements SmartLifecycle, Readiness {
  public static final int PHASE = Integer.MAX_VALUE - 1024;

  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
  private static final long FAREWELL_SECONDS = 1;

  private final RpcProperties properties;
  private final InetSocketAddress address;
  private final RpcOptions options;
  private final List<BindableService> services;
  private final CallsUnderWay underWay = new CallsUnderWay();
  private volatile @Nullable Server server;

  /**
   * A server that does not listen yet.
   *
   * @throws StartRefusedException when it must not listen on that address, or others could not find
   *     it there
   */
  public RpcServer(
      RpcProperties properties,
      ListenAddresses addresses,
      RpcOptions options,
      List<? extends BindableService> services) {
    this.properties = properties;
    this.options = options;
    this.services = List.copyOf(services);
    this.address = addresses.require("cairn.rpc.listen", properties.listen());
    if (properties.advertise() == null && address.getAddress().isAnyLocalAddress()) {
      throw new StartRefusedException(
          "cairn.rpc.listen=" + properties.listen() + " is no address that others could call",
          "Say where they find it with cairn.rpc.advertise=host:port.");
    }
  }

  @Override
  public void start() {
    List<ServerInterceptor> around = new ArrayList<>(options.interceptors().server());
    around.addFirst(underWay);
    RpcOptions counted =
        options.withInterceptors(new RpcInterceptors(options.interceptors().client(), around));
    try {
      Server started = Rpc.server(address, counted, services).start();
      server = started;
      LOG.info("Answering gRPC: address={} advertised={}", listening(started), advertised());
    } catch (IOException refused) {
      Throwable reason = refused.getCause() == null ? refused : refused.getCause();
      throw new StartRefusedException(
          "cannot listen on " + properties.listen() + ": " + reason.getMessage(),
          "Choose another address with cairn.rpc.listen=host:port.");
    }
  }

  @Override
  public void stop() {
    Server stopping = server;
    server = null;
    if (stopping == null) {
      return;
    }
    stopping.shutdown();
    underWay.endStreams();
    boolean drained = underWay.awaitNone(properties.drainTimeout());
    if (!drained) {
      LOG.warn("Calls cut off that did not end in time: calls={}", underWay.count());
    }
    try {
      // Whoever is there hears of the stop now; what they sent until then is still answered.
      if (drained && stopping.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      stopping.shutdownNow();
      if (!stopping.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Some gRPC connections are still closing");
      }
    } catch (InterruptedException interrupted) {
      stopping.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public Optional<String> obstacle() {
    return server == null ? Optional.of("gRPC calls are not answered") : Optional.empty();
  }

  /**
   * Where the others find it.
   *
   * @throws IllegalStateException before it listens, when the port is still to be chosen
   */
  public HostPort advertised() {
    if (properties.advertise() != null) {
      return properties.advertise();
    }
    if (properties.listen().port() != 0) {
      return properties.listen();
    }
    Server listening = server;
    if (listening == null) {
      throw new IllegalStateException("the port is known once the server listens");
    }
    return new HostPort(properties.listen().host(), listening.getPort());
  }

  private static String listening(Server server) {
    return String.valueOf(server.getListenSockets().getFirst());
  }
}
