package io.cairndb.reference.process;

import io.cairndb.reference.wire.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server started as a child process and found ready by polling {@code GET /}. Only ever ends the
 * process it started. Confined to the thread that made it.
 */
public final class ServerProcess implements RunningServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final String name;
  private final List<String> command;
  private final Process process;
  private final Path log;
  private final int port;

  private ServerProcess(String name, List<String> command, Process process, Path log, int port) {
    this.name = name;
    this.command = command;
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts the command and waits until it serves; fails with its output when it ends instead. */
  public static ServerProcess start(String name, List<String> command, int port) {
    ServerProcess server = launch(name, command, port);
    server.awaitReady();
    return server;
  }

  /** Starts the command and returns at once: for starts that are expected to fail. */
  public static ServerProcess launch(String name, List<String> command, int port) {
    try {
      Path log = Files.createTempFile("cairn-test-" + name + "-", ".log");
      log.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(name, command, process, log, port);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start " + command, failed);
    }
  }

  /** A port free at this moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The process id, for tools that measure it. */
  public long pid() {
    return process.pid();
  }

  @Override
  public String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "(no log: " + unreadable + ")";
    }
  }

  /** Whether it is still running. */
  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(20));
  }

  /** Asks it to stop (SIGTERM) and returns its exit code. */
  public int terminate(Duration limit) {
    process.destroy();
    return awaitExit(limit);
  }

  /** Waits for it to end by itself and returns its exit code. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " still runs after " + limit + "\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (Endpoint probe = new Endpoint(address())) {
      while (probe.health().isEmpty()) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IllegalStateException(
              name + " did not start: " + String.join(" ", command) + "\n" + output());
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
