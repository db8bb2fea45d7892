package io.cairndb.coordinator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.rpc.cluster.Registration;
import io.cairndb.service.CairnService;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.MetricsDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Order of starts does not matter: the service lives without the others and waits for them. */
final class CoordinatorApplicationTest {
  private static final Path ROOT = Path.of("/data");

  private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
      throws Exception {
    int port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void itLivesAloneAndIsNotReady(@TempDir Path data) throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (ConfigurableApplicationContext context =
        CairnService.run(
            "coordinator-service",
            CoordinatorConfiguration.class,
            "--server.port=0",
            "--cairn.rpc.listen=127.0.0.1:0",
            "--cairn.data-directory=" + data,
            "--cairn.partition-manager=127.0.0.1:" + nobody,
            "--logging.level.root=warn")) {
      assertEquals(200, get(context, "/actuator/health/liveness").statusCode());
      HttpResponse<String> readiness = get(context, "/actuator/health/readiness");
      assertEquals(503, readiness.statusCode());
      assertTrue(readiness.body().contains("catalog"), readiness.body());
      MetricsDocument.assertServed(
          "coordinator-service", get(context, "/actuator/prometheus").body());
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNotHeld() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(ROOT);
    Path identity = ROOT.resolve("IDENTITY");
    files.create(identity).close();
    for (int attempt = 0; attempt < 2; attempt++) {
      StartRefusedException damaged =
          assertThrows(
              StartRefusedException.class,
              () -> CoordinatorDirectory.open(files, ROOT, RandomSource.seeded(7)));
      assertTrue(String.valueOf(damaged.getMessage()).contains("IDENTITY"), damaged.toString());
    }
    files.delete(identity);
    CoordinatorDirectory.open(files, ROOT, RandomSource.seeded(7)).close();
  }

  /** A coordinator under another's number would issue its timestamps. */
  @Test
  void itStaysWhoItIs() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem();
    RandomSource random = RandomSource.seeded(7);
    Registration.Membership given = new Registration.Membership(new UUID(1, 2), 3);
    UUID nodeId;
    try (CoordinatorDirectory first = CoordinatorDirectory.open(files, ROOT, random)) {
      nodeId = first.nodeId();
      assertEquals(Optional.empty(), first.membership());
      first.remember(given);
      assertThrows(
          StartRefusedException.class, () -> CoordinatorDirectory.open(files, ROOT, random));
    }
    try (CoordinatorDirectory again = CoordinatorDirectory.open(files, ROOT, random)) {
      assertEquals(nodeId, again.nodeId());
      assertEquals(Optional.of(given), again.membership());
    }
  }
}
