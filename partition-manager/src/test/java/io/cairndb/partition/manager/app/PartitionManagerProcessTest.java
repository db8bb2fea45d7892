package io.cairndb.partition.manager.app;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.partition.manager.members.Newcomer;
import io.cairndb.service.CairnService;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.MetricsDocument;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The process starts with nobody else there, says how it is, and shares its data with nobody. */
final class PartitionManagerProcessTest {
  @TempDir private Path data;

  private ConfigurableApplicationContext start(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cairn.data-directory=" + data.resolve("manager"),
                "--cairn.rpc.listen=127.0.0.1:0",
                "--server.port=0",
                "--logging.level.root=warn"));
    all.addAll(List.of(args));
    return CairnService.run(
        "partition-manager", PartitionManagerConfiguration.class, all.toArray(String[]::new));
  }

  private static HttpResponse<String> get(ConfigurableApplicationContext service, String path)
      throws Exception {
    return call("GET", service, path);
  }

  private static HttpResponse<String> delete(ConfigurableApplicationContext service, String path)
      throws Exception {
    return call("DELETE", service, path);
  }

  private static HttpResponse<String> call(
      String method, ConfigurableApplicationContext service, String path) throws Exception {
    int port = requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void isReadyAloneAndShowsWhatIsDocumented() throws Exception {
    try (ConfigurableApplicationContext service = start()) {
      HttpResponse<String> readiness = get(service, "/actuator/health/readiness");
      assertEquals(200, readiness.statusCode(), readiness.body());
      String page = get(service, "/actuator/prometheus").body();
      MetricsDocument.assertLists("partition-manager", PartitionManagerMetric.values());
      MetricsDocument.assertServed("partition-manager", page);
    }
  }

  @Test
  void membersAreShownAndForgotten() throws Exception {
    try (ConfigurableApplicationContext service =
        start("--cairn.cluster.heartbeat=10ms", "--cairn.cluster.dead-after=2s")) {
      PartitionManager manager = service.getBean(PartitionManager.class);
      Newcomer coordinator =
          new Newcomer(new UUID(1, 2), "gone:1", 0, false, 1, 1, Optional.empty());
      manager.membership().register(coordinator).join();
      String listed = get(service, "/actuator/members").body();
      assertTrue(listed.contains("\"address\":\"gone:1\""), listed);
      HttpResponse<String> alive = delete(service, "/actuator/members/1");
      assertEquals(409, alive.statusCode(), alive.body());
      assertTrue(alive.body().contains("counts as alive at gone:1"), alive.body());
      assertEquals(404, delete(service, "/actuator/members/2").statusCode());
      while (manager.membership().view().isAlive(1)) {
        Thread.onSpinWait();
      }
      assertEquals(204, delete(service, "/actuator/members/1").statusCode());
      assertEquals("{\"members\":[]}", get(service, "/actuator/members").body());
    }
  }

  @Test
  void itsDirectoryIsItsOwn() {
    try (ConfigurableApplicationContext service = start()) {
      StartRefusedException refused =
          assertInstanceOf(
              StartRefusedException.class, root(assertThrows(Exception.class, this::start)));
      assertTrue(refused.toString().contains("in use"), refused.toString());
      assertEquals(6, refused.exitCode());
    }
    start().close();
  }

  /** As a storage node does: the same exit code for scripts, whatever is wrong with it. */
  @Test
  void aDirectoryThatCannotBeUsedIsExplained() throws Exception {
    Files.createDirectories(data.resolve("manager"));
    Files.createFile(data.resolve("manager").resolve("FORMAT"));
    StartRefusedException refused =
        assertInstanceOf(
            StartRefusedException.class,
            root(assertThrows(Exception.class, () -> start().close())));
    assertTrue(refused.toString().contains("of a storage node"), refused.toString());
    assertEquals(6, refused.exitCode());
  }

  /** Told in one sentence, with the code of a data directory that cannot be used. */
  @Test
  void damagedMetadataIsNamed() throws Exception {
    try (ConfigurableApplicationContext service = start()) {
      Newcomer coordinator =
          new Newcomer(new UUID(1, 2), "there:1", 0, false, 1, 1, Optional.empty());
      service.getBean(PartitionManager.class).membership().register(coordinator).join();
    }
    Path directory = data.resolve("manager").resolve("control-plane");
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            directory,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("test-"))) {
      engine.flush();
    }
    flip(file(directory, ".sst"), 10);
    assertDamageNamed(".sst");
    flip(file(directory, "MANIFEST"), 45);
    assertDamageNamed("MANIFEST");
  }

  private void assertDamageNamed(String file) {
    Throwable failure = root(assertThrows(Exception.class, () -> start().close()));
    StartRefusedException refused = assertInstanceOf(StartRefusedException.class, failure);
    assertEquals(6, refused.exitCode());
    assertTrue(refused.toString().contains("the data is damaged"), refused.toString());
    assertTrue(refused.toString().contains(file), refused.toString());
  }

  private static Path file(Path directory, String part) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().contains(part)).findFirst().orElseThrow();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void impossibleValuesAreRefusedByName() {
    for (String argument :
        List.of(
            "--cairn.cluster.storage-nodes=0",
            "--cairn.cluster.dead-after=1s",
            "--cairn.node-deadline=0s")) {
      Throwable refused = root(assertThrows(Exception.class, () -> start(argument).close()));
      String key = argument.substring(2, argument.indexOf('='));
      assertTrue(String.valueOf(refused.getMessage()).contains(key), refused.toString());
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof StartRefusedException)) {
      root = root.getCause();
    }
    return root;
  }
}
