package io.cairndb.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real process, stopped by a signal as it hangs in no simulation. */
@Timeout(120)
final class StoppedProcessTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void callsFailAtOnceWhileItIsStoppedAndWorkAfterwards() throws Exception {
    Process process = start();
    try (Connections connections = new Connections(RpcOptions.DEFAULT)) {
      HostPort address =
          new HostPort(InetAddress.getLoopbackAddress().getHostAddress(), port(process));
      assertEquals(7, ask(connections, address).join().getNumber());
      signal("-STOP", process);
      CompletableFuture<NodeDescription> held = ask(connections, address);
      await(() -> connections.stats().silent() == 1);
      assertTrue(!held.isDone(), "it may still be answered");
      CompletableFuture<NodeDescription> refused = ask(connections, address);
      assertTrue(refused.isDone(), "it waits");
      CallFailure failure = failureOf(refused);
      assertTrue(failure.certain(), failure.toString());
      signal("-CONT", process);
      await(() -> connections.stats().silent() == 0);
      assertEquals(7, ask(connections, address).join().getNumber());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            AnsweringProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int port(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("the process has not started");
    }
    return Integer.parseInt(line);
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
    assertTrue(kill.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, kill.exitValue());
  }

  private static CompletableFuture<NodeDescription> ask(Connections connections, HostPort address) {
    return Calls.ask(
        connections.to(address),
        StorageNodeGrpc.getDescribeMethod(),
        Empty.getDefaultInstance(),
        DEADLINE);
  }

  private static CallFailure failureOf(CompletableFuture<NodeDescription> answer) {
    try {
      throw new AssertionError("answered " + answer.join());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof CallFailedException call) {
        return call.failure();
      }
      throw failed;
    }
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, "it does not come");
      Thread.onSpinWait();
    }
  }
}
