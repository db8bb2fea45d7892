package io.cairndb.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How processes are started: the services' command lines and the supervisor's. */
final class Launch {
  /** Who asks for the supervisor, and what runs it. */
  private static final String CLI = "io.cairndb.cli.Cairn";

  private static final String MARK = "-Dcairn.cluster.process=";
  private static final String LOOPBACK = "127.0.0.1:";

  private final ClusterDirectory directory;
  private final Map<String, String> environment;

  Launch(ClusterDirectory directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** The command line of a service. */
  List<String> command(ClusterPlan plan, ServicePlan service) {
    List<String> command = new ArrayList<>();
    command.add(java());
    options().ifPresent(file -> command.add("@" + file));
    String heap = plan.heap();
    String size = heap == null ? service.role().usualHeap() : heap;
    command.add("-Xmx" + size);
    command.add("-XX:MaxDirectMemorySize=" + directKibibytes(size) + "k");
    command.add(mark(service));
    cache(plan).ifPresent(file -> command.addAll(cacheOptions(file)));
    command.addAll(further());
    command.addAll(List.of("-cp", plan.classPath(), service.role().mainClass()));
    command.add("--server.address=127.0.0.1");
    command.add("--server.port=" + service.managementPort());
    if (service.rpcPort() != 0) {
      command.add("--cairn.rpc.listen=" + LOOPBACK + service.rpcPort());
    }
    command.addAll(properties(plan, service));
    return command;
  }

  /** As the launcher does for one process: three quarters of the heap, 128 MiB at least. */
  static long directKibibytes(String heap) {
    long number = Long.parseLong(heap.substring(0, heap.length() - 1));
    long kibibytes =
        switch (Character.toLowerCase(heap.charAt(heap.length() - 1))) {
          case 'k' -> number;
          case 'm' -> number << 10;
          default -> number << 20;
        };
    return Math.max(128 << 10, kibibytes / 4 * 3);
  }

  private List<String> properties(ClusterPlan plan, ServicePlan service) {
    String data = "--cairn.data-directory=" + directory.data(service.name());
    String manager = address(plan, Role.PARTITION_MANAGER, "--cairn.partition-manager=");
    String index = address(plan, Role.INDEX_SERVICE, "--cairn.index-service=");
    return switch (service.role()) {
      case ROUTER ->
          List.of(
              "--cairn.http.listen=" + LOOPBACK + plan.apiPort(),
              manager,
              index,
              address(plan, Role.COORDINATOR, "--cairn.coordinator="));
      case COORDINATOR -> List.of(data, manager, index);
      case INDEX_SERVICE -> List.of(manager);
      case PARTITION_MANAGER ->
          List.of(data, index, "--cairn.cluster.storage-nodes=" + plan.storageNodes());
      case STORAGE_NODE -> List.of(data, manager, "--cairn.durability=" + plan.durability());
    };
  }

  private static String address(ClusterPlan plan, Role role, String key) {
    return plan.services().stream()
        .filter(service -> service.role() == role)
        .findFirst()
        .map(service -> key + LOOPBACK + service.rpcPort())
        .orElseThrow();
  }

  /** Starts a service; what it prints goes to the end of its log. */
  Process start(ServicePlan service, List<String> command) throws IOException {
    Files.createDirectories(directory.data(service.name()));
    return begin(command, directory.log(service.name()), directory.data(service.name()));
  }

  /** Starts a supervisor that outlives this process and its terminal. */
  Process supervisor() throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.add(java());
    command.addAll(List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CLI));
    command.addAll(List.of("cluster", "supervise", "--data", directory.path().toString()));
    return begin(command, directory.log(Supervisor.NAME), directory.path());
  }

  private static Process begin(List<String> command, Path log, Path workingDirectory)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(workingDirectory.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /**
   * A running process of that service which nobody wrote down: its supervisor died in between. It
   * is known by its command line, which names the directory.
   */
  Optional<ProcessIdentity> find(ServicePlan service) {
    String mark = mark(service);
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              handle ->
                  handle
                      .info()
                      .arguments()
                      .filter(arguments -> List.of(arguments).contains(mark))
                      .isPresent())
          .flatMap(handle -> ProcessIdentity.of(handle.pid()).stream())
          .findFirst();
    }
  }

  /** Whether a service runs, be it as its state says or forgotten. */
  boolean runs(ServicePlan service, ServiceState state) {
    return state.alive() || find(service).isPresent();
  }

  private String mark(ServicePlan service) {
    return MARK + directory.data(service.name());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The cache of loaded classes that the launcher keeps beside the libraries, if any. */
  private static Optional<Path> cache(ClusterPlan plan) {
    if (!plan.classPath().endsWith("/lib/*")) {
      return Optional.empty();
    }
    String libraries = plan.classPath().substring(0, plan.classPath().length() - 2);
    Path file = Path.of(libraries).resolveSibling("services.aot");
    return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
  }

  private static List<String> cacheOptions(Path file) {
    return List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off");
  }

  /** What every JVM of a Cairn is given. */
  private Optional<Path> options() {
    String home = environment.getOrDefault("CAIRN_HOME", "");
    Path file = Path.of(home, "cli", "jvm.options");
    return home.isEmpty() || !Files.isReadable(file) ? Optional.empty() : Optional.of(file);
  }

  private List<String> further() {
    String text = environment.getOrDefault("CAIRN_JVM_OPTS", "").strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }
}
