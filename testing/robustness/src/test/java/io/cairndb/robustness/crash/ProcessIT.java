package io.cairndb.robustness.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.process.CairnServer;
import io.cairndb.reference.process.ServerProcess;
import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process begins and ends: a refusal says why, and a stop loses nothing. */
final class ProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path data;

  @Test
  void stopsGracefullyOnSigterm() throws IOException {
    Map<String, Object> item =
        Json.object("p", Json.object("S", "kept"), "v", Json.object("N", "1"));
    try (ServerProcess first = CairnServer.start(data);
        Endpoint endpoint = new Endpoint(first.address())) {
      Tables.create(endpoint);
      Reply put =
          endpoint.call("PutItem", Json.object("TableName", Tables.REGISTERS, "Item", item));
      assertTrue(put.ok(), put.toString());
      // 143 is what a JVM answers when it ran its hooks for SIGTERM.
      int code = first.terminate(LIMIT);
      assertTrue(code == 0 || code == 143, "exit code " + code + "\n" + first.output());
    }
    try (ServerProcess second = CairnServer.start(data);
        Endpoint endpoint = new Endpoint(second.address())) {
      assertEquals(Map.of("kept", item), Tables.scan(endpoint, Tables.REGISTERS, ""));
    }
  }

  @Test
  void refusesDataDirectoryInUse() {
    try (ServerProcess first = CairnServer.start(data)) {
      int port = ServerProcess.freePort();
      ServerProcess second = ServerProcess.launch("second", CairnServer.command(port, data), port);
      assertNotEquals(0, second.awaitExit(LIMIT));
      assertTrue(second.output().contains(data.toString()), second.output());
      assertFalse(second.output().contains("\tat "), "a stack trace: " + second.output());
      assertTrue(first.alive());
    }
  }

  @Test
  void refusesPortInUse() throws IOException {
    Path elsewhere = Files.createTempDirectory(data, "elsewhere");
    try (ServerProcess first = CairnServer.start(data.resolve("here"))) {
      int port = first.address().getPort();
      ServerProcess second =
          ServerProcess.launch("second", CairnServer.command(port, elsewhere), port);
      assertNotEquals(0, second.awaitExit(LIMIT));
      assertTrue(second.output().contains("" + port), second.output());
      assertFalse(second.output().contains("\tat "), "a stack trace: " + second.output());
    }
  }
}
