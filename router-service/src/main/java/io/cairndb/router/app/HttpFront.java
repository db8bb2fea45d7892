package io.cairndb.router.app;

import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.http.HttpServer;
import io.cairndb.router.http.HttpServerOptions;
import io.cairndb.router.http.HttpStats;
import io.cairndb.router.http.RequestScope;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcServer;
import io.cairndb.service.StartRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The HTTP server for clients. Listens once every bean has been made; is the first to stop, and
 * then lets requests under way end. Thread-safe.
 */
final class HttpFront implements SmartLifecycle, Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final HttpStats NONE = new HttpStats(0, 0, 0, 0, 0, 0, 0);

  private final FrontDoor frontDoor;
  private final HttpServerOptions options;
  private final RequestScope.Factory scopes;
  private volatile @Nullable HttpServer server;

  HttpFront(FrontDoor frontDoor, HttpServerOptions options, RequestScope.Factory scopes) {
    this.frontDoor = frontDoor;
    this.options = options;
    this.scopes = scopes;
  }

  @Override
  public void start() {
    try {
      HttpServer started = HttpServer.start(frontDoor, options, List.of(), scopes);
      server = started;
      LOG.info("Answering HTTP: address={}", started.address());
    } catch (IOException refused) {
      throw new StartRefusedException(
          String.valueOf(refused.getMessage()),
          "Choose another address with cairn.http.listen=host:port.");
    }
  }

  @Override
  public void stop() {
    HttpServer stopping = server;
    server = null;
    if (stopping != null) {
      stopping.close();
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  public int getPhase() {
    return RpcServer.PHASE;
  }

  @Override
  public Optional<String> obstacle() {
    return server == null ? Optional.of("HTTP requests are not answered") : Optional.empty();
  }

  /** Figures for meters. */
  HttpStats stats() {
    HttpServer running = server;
    return running == null ? NONE : running.stats();
  }

  /** Where clients find it, as far as is known. */
  static String endpoint(HostPort listen, @Nullable HttpFront front) {
    HttpServer running = front == null ? null : front.server;
    int port = running == null ? listen.port() : running.address().getPort();
    String host = listen.host().equals("127.0.0.1") ? "localhost" : listen.host();
    return new HostPort(host, port).toString();
  }
}
