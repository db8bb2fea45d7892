package io.cairndb.cli.cluster;

import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import io.cairndb.cli.view.FirstSteps;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** {@code cairn cluster start}. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts the services as processes that go on when this command ends, and waits until they"
          + " serve. Starts again what does not run of a cluster that was started before, which"
          + " keeps its options unless they are given anew."
    },
    footer = {
      "",
      "Examples:",
      "  cairn cluster start",
      "  cairn cluster start --port 8100 --base-port 7200 --data /var/lib/cairn"
    })
final class ClusterStartCommand extends ClusterPart {
  private static final Pattern HEAP = Pattern.compile("[0-9]{1,10}[kKmMgG]");
  private static final int USUAL_PORT = 8_000;
  private static final int USUAL_BASE_PORT = 7_100;
  private static final int USUAL_NODES = 2;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port of the API; 0 takes a free one. Default: 8000.")
  private @Nullable Integer port;

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description =
          "First of the ports between services, two for each; 0 takes free ones. Default: 7100.")
  private @Nullable Integer basePort;

  @Option(
      names = "--storage-nodes",
      paramLabel = "N",
      description = "Storage nodes of a new cluster. Default: 2.")
  private @Nullable Integer storageNodes;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description =
          "Java heap of each process, such as 256m. Default: 512m for storage nodes, 256m for the"
              + " others.")
  private @Nullable String heap;

  @Option(
      names = "--durability",
      paramLabel = "sync|buffered",
      description =
          "sync: a write is answered once it is on disk. buffered: once the operating system"
              + " has it; a power cut may lose the last moments. Default: sync.")
  private @Nullable String durability;

  @Option(
      names = "--wait",
      defaultValue = "180",
      paramLabel = "SECONDS",
      description = "How long to wait until it serves. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Option(names = "--services", hidden = true, paramLabel = "CLASSPATH")
  private @Nullable String services;

  @Override
  public Integer call() throws Exception {
    checkOptions();
    Duration limit = seconds("--wait", wait);
    ClusterDirectory directory = directory();
    if (Files.notExists(directory.path())) {
      // Now, for a directory that is made would be left behind.
      ClusterPlan plan = plan(Optional.empty(), false);
      Ports.requireDistinct(plan);
      for (ServicePlan service : plan.services()) {
        Ports.requireFree(service, plan.apiPort());
      }
    }
    directory.create();
    try (ClusterDirectory.Lock _ = directory.lockForCommand()) {
      Optional<Wanted> before = directory.wanted();
      Processes running = directory.processes();
      boolean supervised = running.supervised() && before.isPresent() && before.get().running();
      Launch launch = new Launch(directory, System.getenv());
      boolean some =
          before.isPresent()
              && before.get().plan().services().stream()
                  .anyMatch(one -> launch.runs(one, running.service(one.name())));
      ClusterPlan plan = plan(before, supervised || some);
      Ports.requireDistinct(plan);
      for (ServicePlan service : plan.services()) {
        if (!supervised && !launch.runs(service, running.service(service.name()))) {
          Ports.requireFree(service, plan.apiPort());
        }
      }
      Wanted wanted = new Wanted(before.map(Wanted::revision).orElse(0L) + 1, true, Set.of(), plan);
      directory.want(wanted);
      Starting starting = new Starting(directory, wanted, running, this::say, err());
      starting.await(supervised ? Optional.empty() : Optional.of(launch.supervisor()), limit);
      greet(directory, plan);
    }
    return 0;
  }

  private void checkOptions() {
    if (port != null) {
      requireRange("--port", port, 0, 65_535);
    }
    if (storageNodes != null) {
      requireRange("--storage-nodes", storageNodes, 1, 64);
    }
    if (basePort != null) {
      requireRange("--base-port", basePort, 0, 65_000);
    }
    if (heap != null && !HEAP.matcher(heap).matches()) {
      throw usage("--heap takes a size such as 512m or 2g, not '%s'".formatted(heap));
    }
    if (durability != null && !Set.of("sync", "buffered").contains(lower(durability))) {
      throw usage("--durability: '%s' is neither sync nor buffered".formatted(durability));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private ClusterPlan plan(Optional<Wanted> before, boolean runs) throws CommandFailure {
    Ports ports = new Ports(RandomGenerator.getDefault());
    if (before.isEmpty()) {
      int nodes = storageNodes == null ? USUAL_NODES : storageNodes;
      return new ClusterPlan(
          classPath(Optional.empty()),
          apiPort(port == null ? USUAL_PORT : port, ports),
          heap,
          durability == null ? "sync" : lower(durability),
          ClusterPlan.services(nodes, basePorts(basePort, ports)));
    }
    ClusterPlan old = before.get().plan();
    if (storageNodes != null && storageNodes != old.storageNodes()) {
      throw new CommandFailure(
          Outcome.REFUSED,
          "the cluster has %d storage nodes, which cannot change; leave out --storage-nodes"
              .formatted(old.storageNodes()));
    }
    ClusterPlan plan =
        new ClusterPlan(
            classPath(Optional.of(old)),
            port == null ? old.apiPort() : apiPort(port, ports),
            heap == null ? old.heap() : heap,
            durability == null ? old.durability() : lower(durability),
            basePort == null
                ? old.services()
                : ClusterPlan.services(old.storageNodes(), basePorts(basePort, ports)));
    if (runs && !plan.equals(old)) {
      throw new CommandFailure(
          Outcome.REFUSED,
          "the cluster in %s runs with other options; 'cairn cluster stop' it first"
              .formatted(directory().path()));
    }
    return plan;
  }

  private static int apiPort(int wish, Ports ports) {
    return wish == 0 ? ports.free() : wish;
  }

  private static IntSupplier basePorts(@Nullable Integer wish, Ports ports) {
    int base = wish == null ? USUAL_BASE_PORT : wish;
    return base == 0 ? ports::free : new AtomicInteger(base)::getAndIncrement;
  }

  /** Where the launcher has laid the services out. */
  private String classPath(Optional<ClusterPlan> old) throws CommandFailure {
    if (services != null) {
      return services;
    }
    String home = System.getenv("CAIRN_HOME");
    if (home != null) {
      return home + "/distribution/target/services/lib/*";
    }
    return old.map(ClusterPlan::classPath)
        .orElseThrow(
            () ->
                new CommandFailure(
                    Outcome.PREREQUISITE,
                    "the services are found by the launcher: run this as ./cairn cluster start"));
  }

  private void greet(ClusterDirectory directory, ClusterPlan plan) throws Exception {
    IVersionProvider versions = Objects.requireNonNull(spec().root().versionProvider());
    String version = versions.getVersion()[0];
    out()
        .printf(
            "C%s serves the DynamoDB API at %s from %d processes%n",
            version.substring(1), plan.endpoint(), plan.services().size());
    out().printf("  data        %s%n", directory.path());
    out().printf("  durability  %s%n", plan.durability());
    FirstSteps.print(out(), plan.endpoint());
    out().printf("Look at it with 'cairn cluster status', stop it with 'cairn cluster stop'.%n");
    out().flush();
  }
}
