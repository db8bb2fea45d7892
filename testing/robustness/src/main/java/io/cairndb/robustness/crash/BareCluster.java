package io.cairndb.robustness.crash;

import io.cairndb.reference.process.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The processes of a cluster, each started and killed by itself; nobody brings one back. Needs what
 * the {@code distribution} module builds. Confined to one thread.
 */
final class BareCluster implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("cairn.root", ".")).toAbsolutePath().normalize();

  private static final Path SERVICES = ROOT.resolve("distribution/target/services");
  private static final int STORAGE_NODES = 2;
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

  /**
   * Below those that systems give to outgoing connections: a service that is away must find its
   * ports free when it comes back.
   */
  private static final int LOWEST_PORT = 12_000;

  private static final int HIGHEST_PORT = 30_000;

  /** What a process does for the cluster. */
  enum Role {
    ROUTER("io.cairndb.router.app.RouterApplication"),
    COORDINATOR("io.cairndb.coordinator.app.CoordinatorApplication"),
    INDEX_SERVICE("io.cairndb.index.app.IndexServiceApplication"),
    PARTITION_MANAGER("io.cairndb.partition.manager.app.PartitionManagerApplication"),
    STORAGE_NODE("io.cairndb.storage.node.app.StorageNodeApplication");

    private final String mainClass;

    Role(String mainClass) {
      this.mainClass = mainClass;
    }
  }

  /**
   * One process.
   *
   * @param port where it serves, over HTTP as the router and over gRPC else
   * @param managementPort where it tells how it is
   */
  record Service(String name, Role role, int port, int managementPort) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Path data;
  private final List<Service> services = new ArrayList<>();
  private final Map<Service, ServerProcess> running = new LinkedHashMap<>();
  private final Map<Service, String> ended = new LinkedHashMap<>();

  /** A cluster of which nothing runs yet, with its data in that directory. */
  BareCluster(Path data, Random random) {
    this.data = data;
    for (Role role : Role.values()) {
      int count = role == Role.STORAGE_NODE ? STORAGE_NODES : 1;
      for (int i = 1; i <= count; i++) {
        String name = role.name().toLowerCase(Locale.ROOT).replace('_', '-');
        services.add(
            new Service(
                count == 1 ? name : name + "-" + i, role, freePort(random), freePort(random)));
      }
    }
  }

  private int freePort(Random random) {
    while (true) {
      int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
      boolean given =
          services.stream().anyMatch(one -> one.port() == port || one.managementPort() == port);
      if (!given && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  List<Service> services() {
    return List.copyOf(services);
  }

  List<Service> services(Role role) {
    return services.stream().filter(service -> service.role() == role).toList();
  }

  private Service the(Role role) {
    return services(role).getFirst();
  }

  /** Where clients find it. */
  URI address() {
    return URI.create("http://127.0.0.1:" + the(Role.ROUTER).port());
  }

  boolean runs(Service service) {
    return running.containsKey(service);
  }

  /** Starts a process; returns at once. */
  void start(Service service) {
    if (runs(service)) {
      throw new IllegalStateException(service + " runs already");
    }
    running.put(
        service, ServerProcess.launch(service.name(), command(service), service.managementPort()));
  }

  /** Ends a process by SIGKILL. */
  void kill(Service service) {
    ServerProcess process = running.remove(service);
    if (process == null) {
      throw new IllegalStateException(service + " does not run");
    }
    process.kill();
    ended.put(service, process.output());
  }

  /** Nobody would bring a service back that ended by itself. */
  void requireAlive() {
    running.forEach(
        (service, process) -> {
          if (!process.alive()) {
            throw new IllegalStateException(service + " has ended\n" + process.output());
          }
        });
  }

  private List<String> command(Service service) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + ROOT.resolve("cli").resolve("jvm.options"));
    command.add("-Xmx256m");
    Path cache = SERVICES.resolve("services.aot");
    if (Files.isReadable(cache)) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-cp", SERVICES.resolve("lib") + "/*"));
    command.add(service.role().mainClass);
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=" + service.managementPort());
    String listen = service.role() == Role.ROUTER ? "--cairn.http.listen=" : "--cairn.rpc.listen=";
    command.add(listen + at(service));
    command.addAll(addresses(service));
    return command;
  }

  private List<String> addresses(Service service) {
    String directory = "--cairn.data-directory=" + directory(service);
    String manager = "--cairn.partition-manager=" + at(the(Role.PARTITION_MANAGER));
    String index = "--cairn.index-service=" + at(the(Role.INDEX_SERVICE));
    return switch (service.role()) {
      case ROUTER -> List.of(manager, index, "--cairn.coordinator=" + at(the(Role.COORDINATOR)));
      case COORDINATOR -> List.of(directory, manager);
      case INDEX_SERVICE -> List.of(manager);
      case PARTITION_MANAGER ->
          List.of(directory, index, "--cairn.cluster.storage-nodes=" + STORAGE_NODES);
      case STORAGE_NODE -> List.of(directory, manager);
    };
  }

  private Path directory(Service service) {
    try {
      return Files.createDirectories(data.resolve(service.name()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String at(Service service) {
    return "127.0.0.1:" + service.port();
  }

  /** Whether the process is up, ready or not. */
  boolean lives(Service service) {
    return status(service, "liveness") == HttpURLConnection.HTTP_OK;
  }

  /** Whether the service says that it can serve. */
  boolean isReady(Service service) {
    return status(service, "readiness") == HttpURLConnection.HTTP_OK;
  }

  boolean allReady() {
    return services.stream().allMatch(service -> runs(service) && isReady(service));
  }

  /** What a page of the service's health answers; 0 when nobody does. */
  private static int status(Service service, String page) {
    URI address =
        URI.create("http://127.0.0.1:" + service.managementPort() + "/actuator/health/" + page);
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout((int) PROBE_LIMIT.toMillis());
      connection.setReadTimeout((int) PROBE_LIMIT.toMillis());
      int status = connection.getResponseCode();
      Optional<InputStream> body =
          Optional.ofNullable(
              status == HttpURLConnection.HTTP_OK
                  ? connection.getInputStream()
                  : connection.getErrorStream());
      if (body.isPresent()) {
        try (InputStream read = body.get()) {
          read.transferTo(OutputStream.nullOutputStream());
        }
      }
      return status;
    } catch (IOException silent) {
      return 0;
    }
  }

  /** The end of what each process printed, and of what it printed before it was killed. */
  String output() {
    StringBuilder text = new StringBuilder();
    ended.forEach((service, log) -> append(text, service + ", before it was killed", log));
    running.forEach((service, process) -> append(text, service.name(), process.output()));
    return text.toString();
  }

  private static void append(StringBuilder text, String title, String log) {
    int end = 4_000;
    text.append("--- ").append(title).append('\n');
    text.append(log, Math.max(0, log.length() - end), log.length());
  }

  @Override
  public void close() {
    for (Service service : List.copyOf(running.keySet())) {
      kill(service);
    }
  }
}
