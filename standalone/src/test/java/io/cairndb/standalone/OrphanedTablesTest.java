package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair of the catalog lost is still in the shards, and an operator is to know. */
class OrphanedTablesTest {
  private static final String TABLE =
      """
      {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
       "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
       "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path root;
  private Path catalog = Path.of("unset");

  @BeforeEach
  void fill() throws Exception {
    catalog = root.resolve("control-plane");
    start().close();
    move(catalog, root.resolve("empty"));
    copy(root.resolve("empty"), catalog);
    try (StandaloneServer server = start()) {
      assertEquals(200, call(server, "CreateTable", TABLE).statusCode());
    }
  }

  private StandaloneServer start() throws StartupException {
    return StandaloneServer.start(
        new StandaloneOptions("127.0.0.1", 0, root, false, Durability.SYNC, 1));
  }

  private HttpResponse<String> call(StandaloneServer server, String operation, String body)
      throws Exception {
    return ServerCall.send(client, server, operation, body);
  }

  private String metrics(StandaloneServer server) throws Exception {
    URI page = URI.create(server.endpoint() + "/metrics");
    return client
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to);
  }

  @Test
  void aTableThatTheCatalogDoesNotKnowIsCountedAtTheStart() throws Exception {
    try (StandaloneServer server = start()) {
      String page = metrics(server);
      assertTrue(page.contains("cairn_shard_orphaned_groups{shard=\"0\"} 0\n"), page);
    }
    move(catalog, root.resolve("whole"));
    copy(root.resolve("empty"), catalog);
    try (StandaloneServer server = start()) {
      String page = metrics(server);
      assertTrue(page.contains("cairn_shard_orphaned_groups{shard=\"0\"} 1\n"), page);
      assertEquals("{\"TableNames\":[]}", call(server, "ListTables", "{}").body());
    }
    move(catalog, root.resolve("without"));
    copy(root.resolve("whole"), catalog);
    try (StandaloneServer server = start()) {
      String page = metrics(server);
      assertTrue(page.contains("cairn_shard_orphaned_groups{shard=\"0\"} 0\n"), page);
      assertEquals("{\"TableNames\":[\"orders\"]}", call(server, "ListTables", "{}").body());
    }
  }

  private Path table() throws IOException {
    try (Stream<Path> files = Files.list(catalog)) {
      return files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
  }

  /** The engine of the catalog has the figures that those of shards have. */
  @Test
  void damageOfTheCatalogIsToldAsThatOfShards() throws Exception {
    try (StandaloneServer server = start()) {
      String page = metrics(server);
      for (String shard : List.of("0", "control-plane")) {
        String healthy = "cairn_storage_damaged_tables{shard=\"" + shard + "\"} 0\n";
        assertTrue(page.contains(healthy), page);
      }
    }
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            catalog,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("test-"))) {
      engine.flush();
    }
    Path table = table();
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 8] ^= 1;
    Files.write(table, bytes);
    StartupException refused = assertThrows(StartupException.class, () -> start().close());
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.contains("the data is damaged and was left as it is"), told);
    assertTrue(told.contains(String.valueOf(table.getFileName())), told);
  }
}
