package io.cairndb.reference.process;

import io.cairndb.reference.wire.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The services as a user starts them, by {@code cairn cluster start} on free ports: router,
 * coordinator, index service, partition manager, storage nodes, and the supervisor that brings back
 * what is killed. Needs what the {@code distribution} module builds. Confined to one thread.
 */
public final class ClusterProcess implements RunningServer {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Path ROOT = Path.of(System.getProperty("cairn.root", ".")).toAbsolutePath();
  private static final int LOG_END = 6_000;

  private final Path directory;
  private final URI address;
  private final Thread hook = new Thread(this::killAll);

  private ClusterProcess(Path directory, URI address) {
    this.directory = directory;
    this.address = address;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a cluster, or starts again what does not run of the one that is there. */
  public static ClusterProcess start(Path data) {
    Path directory = data.resolve("cluster").toAbsolutePath();
    List<String> options = new ArrayList<>(List.of("start", "--heap", "256m"));
    if (!Files.exists(directory.resolve("cluster.json"))) {
      options.addAll(List.of("--port", "0", "--base-port", "0"));
    }
    try {
      run(directory, options);
    } catch (IllegalStateException failed) {
      stop(directory);
      throw failed;
    }
    Map<String, Object> status = status(directory);
    URI address =
        URI.create(String.valueOf(status.get("endpoint")).replace("localhost", "127.0.0.1"));
    return new ClusterProcess(directory, address);
  }

  @Override
  public URI address() {
    return address;
  }

  /** The names of its services. */
  public List<String> services() {
    List<String> names = new ArrayList<>();
    for (Object one : Json.asList(status(directory).getOrDefault("services", List.of()))) {
      names.add(String.valueOf(Json.asObject(one).get("name")));
    }
    return names;
  }

  /** Ends one service by SIGKILL; the supervisor brings it back. */
  public void kill(String service) {
    end(List.of(process(Json.asObject(processes().getOrDefault("services", Map.of())), service)));
  }

  /** Waits until every service is ready. */
  public void awaitReady() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Boolean.TRUE.equals(status(directory).get("ready"))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the cluster is not ready\n" + output());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /** The supervisor goes first: it would bring the others back. */
  @Override
  public void kill() {
    killAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void killAll() {
    Map<String, Object> all = processes();
    end(List.of(process(all, "supervisor")));
    Map<String, Object> last = Json.asObject(processes().getOrDefault("services", Map.of()));
    end(last.keySet().stream().map(name -> process(last, name)).toList());
  }

  private static long process(Map<String, Object> all, String name) {
    Map<String, Object> one = Json.asObject(all.getOrDefault(name, Map.of()));
    return one.containsKey("pid") ? Long.parseLong(String.valueOf(one.get("pid"))) : 0;
  }

  private static void end(List<Long> pids) {
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (long pid : pids) {
      while (runs(pid)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("process " + pid + " outlives SIGKILL");
        }
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
  }

  /** A process that ended and was not yet collected by its parent counts as ended. */
  private static boolean runs(long pid) {
    if (pid == 0) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return Files.exists(Path.of("/proc/self"))
          ? false
          : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
  }

  private Map<String, Object> processes() {
    try {
      return Json.parseObject(Files.readString(directory.resolve("processes.json")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String output() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> logs = Files.list(directory.resolve("logs"))) {
      for (Path log : logs.sorted().toList()) {
        String all = Files.readString(log, StandardCharsets.UTF_8);
        text.append("--- ").append(log.getFileName()).append('\n');
        text.append(all, Math.max(0, all.length() - LOG_END), all.length());
      }
    } catch (IOException unreadable) {
      text.append("(no logs: ").append(unreadable).append(')');
    }
    return text.toString();
  }

  @Override
  public void close() {
    stop(directory);
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private static void stop(Path directory) {
    String _ = run(directory, List.of("stop"));
  }

  private static Map<String, Object> status(Path directory) {
    return Json.parseObject(run(directory, List.of("status", "--json")));
  }

  /** Runs a command to its end; what it printed. */
  private static String run(Path directory, List<String> command) {
    List<String> all = new ArrayList<>(CairnServer.commandLine("-XX:TieredStopAtLevel=1"));
    all.add("cluster");
    all.addAll(command);
    all.addAll(List.of("--data", directory.toString()));
    try {
      File out = File.createTempFile("cairn-test-cluster-", ".out");
      File err = File.createTempFile("cairn-test-cluster-", ".err");
      ProcessBuilder builder = new ProcessBuilder(all).redirectOutput(out).redirectError(err);
      builder.environment().put("CAIRN_HOME", ROOT.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not end");
      }
      String printed = Files.readString(out.toPath());
      String complaint = Files.readString(err.toPath());
      Files.delete(out.toPath());
      Files.delete(err.toPath());
      boolean status = command.contains("status");
      if (process.exitValue() != 0 && !(status && process.exitValue() == 9)) {
        throw new IllegalStateException(
            command + " ended with " + process.exitValue() + "\n" + printed + complaint);
      }
      return printed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
