package io.cairndb.standalone;

import io.cairndb.control.plane.codec.CorruptRecordException;
import io.cairndb.router.http.HttpServer;
import io.cairndb.router.http.HttpServerOptions;
import io.cairndb.standalone.StartupException.Problem;
import io.cairndb.storage.node.OpenFailures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process that serves the DynamoDB API. Thread-safe. */
public final class StandaloneServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneServer.class);

  /** What Netty puts before the words of the operating system. */
  private static final Pattern NATIVE_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private final Database database;
  private final HttpServer http;
  private final String host;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StandaloneServer(Database database, HttpServer http, String host) {
    this.database = database;
    this.http = http;
    this.host = host;
  }

  /**
   * Opens the data directory and begins to serve.
   *
   * @throws StartupException when the address or the data directory cannot be used
   */
  public static StandaloneServer start(StandaloneOptions options) throws StartupException {
    InetSocketAddress address = requireLoopback(options);
    if (!options.memory() && Files.notExists(options.dataDirectory())) {
      requireFree(options, address);
    }
    Database.Opened opened = open(options);
    boolean serves = false;
    try {
      HttpServer http = listen(options, address, opened);
      addFigures(opened.figures(), http);
      opened.database().listensOn(http.address().getPort());
      serves = true;
      return new StandaloneServer(opened.database(), http, options.listen());
    } finally {
      if (!serves) {
        opened.database().close();
      }
    }
  }

  private static HttpServer listen(
      StandaloneOptions options, InetSocketAddress address, Database.Opened opened)
      throws StartupException {
    Runtime machine = Runtime.getRuntime();
    HttpServerOptions http =
        HttpServerOptions.defaults(address, machine.availableProcessors(), machine.maxMemory());
    try {
      return HttpServer.start(opened.frontDoor(), http, List.of(new MetricsPage(opened.figures())));
    } catch (IOException unusable) {
      throw cannotListen(options, unusable);
    }
  }

  /** Asked before a directory is made, which a server that cannot listen would leave behind. */
  private static void requireFree(StandaloneOptions options, InetSocketAddress address)
      throws StartupException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(address);
    } catch (IOException unusable) {
      throw cannotListen(options, unusable);
    }
  }

  private static StartupException cannotListen(StandaloneOptions options, IOException unusable) {
    String reason = NATIVE_CALL.matcher(OpenFailures.reason(unusable)).replaceFirst("");
    String taken = reason.contains("in use") ? "Is another server running? " : "";
    return new StartupException(
        Problem.ADDRESS,
        "cannot listen on %s port %d: %s. %sChoose another --port."
            .formatted(options.listen(), options.port(), reason, taken),
        unusable);
  }

  private static void addFigures(Figures figures, HttpServer http) {
    figures.add(ProcessMetric.HTTP_CONNECTIONS, () -> http.stats().connections());
    figures.add(ProcessMetric.HTTP_CONNECTIONS_REFUSED, () -> http.stats().refusedConnections());
    figures.add(ProcessMetric.HTTP_REQUESTS, () -> http.stats().requests());
    figures.add(ProcessMetric.HTTP_BODIES_REFUSED, () -> http.stats().refusedBodies());
    figures.add(ProcessMetric.HTTP_BODY_BYTES, () -> http.stats().bufferedBodyBytes());
    figures.add(ProcessMetric.HTTP_ANSWERS_REFUSED, () -> http.stats().refusedAnswers());
    figures.add(ProcessMetric.HTTP_UNSENT_BYTES, () -> http.stats().unsentBytes());
    Runtime machine = Runtime.getRuntime();
    figures.add(ProcessMetric.JVM_HEAP_BYTES, () -> machine.totalMemory() - machine.freeMemory());
  }

  private static InetSocketAddress requireLoopback(StandaloneOptions options)
      throws StartupException {
    InetAddress address;
    try {
      address = InetAddress.getByName(options.listen());
    } catch (UnknownHostException unknown) {
      throw new StartupException(
          Problem.ADDRESS, "the address " + options.listen() + " is not known here", unknown);
    }
    if (!address.isLoopbackAddress()) {
      throw new StartupException(
          Problem.ADDRESS,
          ("refusing to listen on %s: beyond loopback, requests need authentication,"
                  + " and none is configured. Use --listen 127.0.0.1.")
              .formatted(options.listen()),
          null);
    }
    return new InetSocketAddress(address, options.port());
  }

  private static Database.Opened open(StandaloneOptions options) throws StartupException {
    try {
      return Database.open(options);
    } catch (CorruptRecordException corrupt) {
      throw new StartupException(Problem.DATA_DIRECTORY, OpenFailures.damaged(corrupt), corrupt);
    } catch (IOException | RuntimeException unusable) {
      String reason = OpenFailures.explain(options.dataDirectory(), unusable);
      if (reason == null && unusable instanceof RuntimeException defect) {
        throw defect;
      }
      throw new StartupException(Problem.DATA_DIRECTORY, String.valueOf(reason), unusable);
    }
  }

  /** Where clients reach this server. */
  public URI endpoint() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    String shown = name.equals("127.0.0.1") ? "localhost" : name;
    return URI.create("http://" + shown + ":" + http.address().getPort());
  }

  /** Lets requests under way finish, then closes everything; what was answered is on disk. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      http.close();
    } finally {
      database.close();
    }
    if (database.closedCleanly()) {
      LOG.info("stopped cleanly");
    } else {
      LOG.error("stopped, but not cleanly: start and stop it again before copying its data");
    }
  }
}
