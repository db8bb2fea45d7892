package io.cairndb.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.cli.FailureReport;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Real processes with fake services: what starts, comes back, ends and is told. */
class ClusterIT {
  private static final List<String> NAMES =
      List.of(
          "router",
          "coordinator",
          "index-service",
          "partition-manager",
          "storage-node-1",
          "storage-node-2");

  @TempDir private static Path classes;
  private static String classPath = "";

  @TempDir private Path parent;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void compile() throws IOException {
    classPath = FakeServices.classPath(classes);
  }

  @AfterEach
  void stop() {
    if (Files.exists(directory())) {
      run("stop", "--wait", "1");
    }
  }

  private Path directory() {
    return parent.resolve("cluster");
  }

  private Result run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--data", directory().toString()));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        new CommandLine(new ClusterCommand()).setExecutionExceptionHandler(new FailureReport());
    line.getCommandSpec().versionProvider(() -> new String[] {"cairn 9.8.7"});
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(all.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  private Result start(String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--services", classPath, "--heap", "32m"));
    all.addAll(List.of(more));
    return run("start", all.toArray(String[]::new));
  }

  private Result startFresh() {
    Result result = start("--port", "0", "--base-port", "0");
    assertEquals(0, result.code(), result.toString());
    return result;
  }

  private Obj status() throws Exception {
    return JsonParser.parseObject(run("status", "--json").out());
  }

  private Obj service(String name) throws Exception {
    for (Obj one : status().objects("services")) {
      if (one.text("name", "").equals(name)) {
        return one;
      }
    }
    throw new AssertionError("no " + name);
  }

  private long pid(String name) throws Exception {
    return service(name).number("pid", 0);
  }

  private static void kill(long pid) {
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "never: " + what);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void startsEveryServiceAndTellsHowToUseIt() throws Exception {
    Result result = startFresh();
    for (String name : NAMES) {
      assertTrue(result.out().contains("  " + name + " "), result.out());
      assertTrue(pid(name) > 0, name);
      assertEquals("ready", service(name).text("health"));
      assertEquals("1.2.3-fake", service(name).text("version"));
    }
    assertTrue(result.out().contains("Cairn 9.8.7 serves the DynamoDB API at http://localhost:"));
    assertTrue(result.out().contains("aws dynamodb list-tables --endpoint-url http://localhost:"));
    String router = Files.readString(directory().resolve("logs/router.log"));
    String coordinator = "--cairn.coordinator=127.0.0.1:";
    long rpc = service("coordinator").object("ports").number("rpc", 0);
    assertTrue(router.contains(coordinator + rpc), router);

    Result drawn = run("status");
    assertEquals(0, drawn.code());
    assertTrue(drawn.out().contains("health      ready"), drawn.out());
    assertEquals(6, drawn.out().lines().filter(line -> line.contains("1.2.3-fake")).count());
  }

  @Test
  void startingAgainChangesNothing() throws Exception {
    startFresh();
    long router = pid("router");
    Result again = start();
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("The cluster runs already."), again.out());
    assertEquals(router, pid("router"));

    Result other = start("--port", "1");
    assertEquals(8, other.code());
    assertTrue(other.err().contains("runs with other options"), other.err());
    Result nodes = start("--storage-nodes", "3");
    assertEquals(8, nodes.code());
    assertTrue(nodes.err().contains("has 2 storage nodes"), nodes.err());
  }

  @Test
  void killedServiceComesBackWithoutHelp() throws Exception {
    startFresh();
    long node = pid("storage-node-1");
    long router = pid("router");
    kill(node);
    eventually(
        "storage-node-1 is back",
        () -> pid("storage-node-1") != node && service("storage-node-1").get("pid") != null);
    assertEquals(1, service("storage-node-1").number("restarts", 0));
    assertEquals(router, pid("router"));
    Result logs = run("logs", "supervisor");
    assertTrue(logs.out().contains("storage-node-1 ended with exit code 137"), logs.out());
  }

  @Test
  void servicesOutliveTheirSupervisorAndTheNextOneAdoptsThem() throws Exception {
    startFresh();
    long router = pid("router");
    long node = pid("storage-node-2");
    long supervisor = status().object("supervisor").number("pid", 0);
    kill(supervisor);
    kill(node);
    eventually("the supervisor is gone", () -> status().get("supervisor") == null);
    assertEquals("ended", service("storage-node-2").text("health"));
    Result drawn = run("status");
    assertEquals(9, drawn.code());
    assertTrue(drawn.out().contains("nobody supervises"), drawn.out());

    Result again = start();
    assertEquals(0, again.code(), again.toString());
    assertEquals(router, pid("router"));
    assertNotEquals(node, pid("storage-node-2"));
    assertNotEquals(supervisor, status().object("supervisor").number("pid", 0));

    kill(status().object("supervisor").number("pid", 0));
    Files.delete(directory().resolve("processes.json"));
    assertEquals(0, start().code(), "what nobody wrote down is known by its command");
    assertEquals(router, pid("router"));
    kill(router);
    eventually("an adopted service comes back", () -> pid("router") != router);
  }

  @Test
  void supervisorAskedToEndEndsTheServicesFirst() throws Exception {
    startFresh();
    long router = pid("router");
    long supervisor = status().object("supervisor").number("pid", 0);
    assertTrue(ProcessHandle.of(supervisor).orElseThrow().destroy());
    eventually("everything ended", () -> ProcessIdentity.of(supervisor).isEmpty());
    assertTrue(ProcessIdentity.of(router).isEmpty());
    assertEquals("", run("stop").err());
  }

  @Test
  void stopsRouterFirstAndStorageNodesLast() throws Exception {
    startFresh();
    List<Long> pids = new ArrayList<>();
    for (String name : NAMES) {
      pids.add(pid(name));
    }
    Result result = run("stop");
    assertEquals(0, result.code(), result.err());
    assertEquals(
        NAMES.stream().map(name -> "  " + name + " stopped").toList(),
        result.out().lines().limit(6).toList());
    for (long pid : pids) {
      assertTrue(ProcessIdentity.of(pid).isEmpty());
    }
    assertEquals("stopped", service("router").text("health"));
    assertFalse(run("status").out().contains(pids.getFirst() + " "), "what ended has no pid");
    assertTrue(run("stop").out().contains("No cluster runs in"));
    assertEquals(0, start().code(), "starts again with the ports it had");
  }

  @Test
  void killsWhatDoesNotStop() throws Exception {
    Path stubborn = directory().resolve("coordinator/stubborn");
    startFresh();
    run("stop", "coordinator");
    Files.createFile(stubborn);
    assertEquals(0, start().code());
    long pid = pid("coordinator");
    Result result = run("stop", "--wait", "1");
    assertTrue(
        result.out().contains("coordinator did not stop within 1 s and was killed"), result.out());
    assertTrue(ProcessIdentity.of(pid).isEmpty());
  }

  @Test
  void stoppedServiceStaysAwayUntilTheNextStart() throws Exception {
    startFresh();
    long router = pid("router");
    Result stopped = run("stop", "storage-node");
    assertEquals(0, stopped.code(), stopped.err());
    assertEquals("stopped", service("storage-node-1").text("health"));
    assertEquals("stopped", service("storage-node-2").text("health"));
    assertEquals(router, pid("router"));
    assertEquals(7, run("stop", "nobody").code());
    assertEquals(0, start().code());
    assertEquals("ready", service("storage-node-1").text("health"));
    assertEquals(router, pid("router"));
    Result restarted = run("restart", "router");
    assertEquals(0, restarted.code(), restarted.err());
    assertNotEquals(router, pid("router"));
    assertEquals(0, service("router").number("restarts", -1), "it was asked for");
  }

  @Test
  void serviceThatCannotStartIsShownAndTheOthersEnd() throws Exception {
    startFresh();
    run("stop");
    Files.createFile(directory().resolve("index-service/fail"));
    Result result = start();
    assertEquals(12, result.code(), result.toString());
    assertTrue(result.err().contains("told to fail"), result.err());
    assertTrue(
        result.err().contains("index-service ended with exit code 3 while it was starting"),
        result.err());
    for (String name : NAMES) {
      assertEquals("stopped", service(name).text("health"), name);
    }
  }

  /** Of a cluster that runs: on a busy machine the others may not be ready in that time either. */
  @Test
  void serviceThatIsNeverReadyIsNamed() throws Exception {
    startFresh();
    Files.createFile(directory().resolve("router/unready"));
    Result result = start("--wait", "4");
    assertEquals(12, result.code(), result.toString());
    assertTrue(result.err().contains("not ready after 4 s: router (watch)"), result.err());
    assertEquals("not_ready", service("router").text("health"));
  }

  @Test
  void portInUseIsNamedBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Result result = start("--port", port, "--base-port", "0");
      assertEquals(5, result.code(), result.toString());
      assertTrue(
          result.err().contains("port " + port + ", for router (api), cannot be used"),
          result.err());
    }
    assertFalse(Files.exists(directory()), "nothing is left behind");
  }

  @Test
  void onePortForTwoIsNamedBeforeAnythingStarts() {
    Result result = start("--port", "21003", "--base-port", "21000");
    assertEquals(5, result.code(), result.toString());
    assertTrue(
        result.err().contains("port 21003 is for the API and for coordinator (management)"),
        result.err());
    assertFalse(Files.exists(directory().resolve("cluster.json")));
  }

  /** It tells of every restart of what never comes up, for as long as the machine runs. */
  @Test
  void logOfTheSupervisorIsKeptSmall() throws Exception {
    Path log = directory().resolve("logs/supervisor.log");
    Files.createDirectories(log.getParent());
    try (RandomAccessFile large = new RandomAccessFile(log.toFile(), "rw")) {
      large.setLength(65L << 20);
    }
    startFresh();
    assertTrue(Files.exists(log.resolveSibling("supervisor.log.1")));
    assertTrue(Files.size(log) < 1 << 20, "still " + Files.size(log) + " bytes");
  }

  @Test
  void stopOfAServiceDoesNotWaitForASupervisorThatHangs() throws Exception {
    startFresh();
    String supervisor = Long.toString(status().object("supervisor").number("pid", 0));
    signal("-STOP", supervisor);
    Result result = run("stop", "router");
    signal("-CONT", supervisor);
    assertEquals(9, result.code(), result.toString());
    assertTrue(result.err().contains("the supervisor has not acted for 10 s"), result.err());
  }

  private static void signal(String signal, String pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor());
  }

  @Test
  void startDoesNotWaitForASupervisorThatHasGone() throws Exception {
    startFresh();
    Files.createFile(directory().resolve("router/unready"));
    long before = revision();
    CompletableFuture<Result> starting =
        CompletableFuture.supplyAsync(() -> start("--wait", "600"));
    eventually("it is wanted", () -> revision() > before);
    kill(status().object("supervisor").number("pid", 0));
    Result result = starting.get(120, TimeUnit.SECONDS);
    assertEquals(12, result.code(), result.toString());
    assertTrue(result.err().contains("the supervisor ended"), result.err());
  }

  private long revision() throws Exception {
    return new ClusterDirectory(directory()).requireWanted().revision();
  }

  @Test
  void directoryOfSomethingElseIsLeftAlone() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("thesis.tex"), "mine");
    Result result = start("--port", "0", "--base-port", "0");
    assertEquals(10, result.code(), result.toString());
    assertTrue(result.err().contains("it has thesis.tex"), result.err());
    assertEquals(7, run("status").code());
    assertEquals(7, run("stop").code());
    assertEquals(7, run("logs").code());
  }

  @Test
  void stateOfAnotherBootIsNotBelieved() throws Exception {
    startFresh();
    run("stop");
    long own = ProcessHandle.current().pid();
    Files.writeString(
        directory().resolve("processes.json"),
        """
        {"revision": 99, "supervisor": {"pid": %d, "started": "another boot/1"},
         "services": {"router": {"pid": %d, "started": "another boot/1"}}}
        """
            .formatted(own, own));
    assertTrue(run("stop").out().contains("No cluster runs in"));
    assertEquals(0, start().code());
    assertEquals("ready", service("router").text("health"));
  }
}
