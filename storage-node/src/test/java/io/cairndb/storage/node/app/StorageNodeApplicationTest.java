package io.cairndb.storage.node.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.LocalFileSystem;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.metrics.Metric;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.NodeDescription;
import io.cairndb.rpc.proto.RegisterRequest;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.cairndb.service.CairnService;
import io.cairndb.service.RpcServer;
import io.cairndb.service.StartRefusedException;
import io.cairndb.service.metrics.MetricsDocument;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.CompressionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.NodeMetric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;

/** A node comes up without its cluster, becomes a member, and is one for ever. */
@Timeout(120)
final class StorageNodeApplicationTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UUID TABLE = new UUID(3, 2);

  @TempDir private Path root;

  private Path directory() {
    return root.resolve("node");
  }

  private ConfigurableApplicationContext start(int partitionManager, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--cairn.rpc.listen=127.0.0.1:0");
    arguments.add("--cairn.data-directory=" + directory());
    arguments.add("--cairn.partition-manager=127.0.0.1:" + partitionManager);
    arguments.add("--cairn.shards=2");
    arguments.add("--logging.level.root=warn");
    arguments.addAll(List.of(more));
    return CairnService.run(
        "storage-node", StorageNodeConfiguration.class, arguments.toArray(String[]::new));
  }

  private static String page(ConfigurableApplicationContext context, String path)
      throws IOException, InterruptedException {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  private static void awaitReady(ConfigurableApplicationContext context) throws Exception {
    while (!page(context, "/actuator/health/readiness").startsWith("200")) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static NodeDescription describe(
      ConfigurableApplicationContext context, Connections connections) {
    return Calls.ask(
            connections.to(address(context)),
            StorageNodeGrpc.getDescribeMethod(),
            Empty.getDefaultInstance(),
            LONG)
        .join();
  }

  private static HostPort address(ConfigurableApplicationContext context) {
    return context.getBean(RpcServer.class).advertised();
  }

  private static int freePort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  private static void install(HostPort address, Connections connections) {
    ShardId home = new ShardId(9, 1);
    TableSchema schema =
        new TableSchema(
            TABLE,
            new UUID(3, 3),
            "t",
            1,
            new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of()),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    Partition partition =
        new Partition(
            new PartitionId(new UUID(4, 4)), new UUID(3, 3), TokenRange.ALL, home, Epoch.FIRST);
    nodes(address, connections).administration().install(home, schema, List.of(partition)).join();
  }

  private static StorageNodes nodes(HostPort address, Connections connections) {
    ClusterMember member = new ClusterMember(new UUID(1, 1), 9, address, 2, true);
    return new StorageNodes(
        () -> new ClusterView(1, List.of(member), List.of(), 1), connections, LONG);
  }

  @Test
  void aNewNodeWaitsForItsNumberAndAKnownOneServesAtOnce() throws Exception {
    int port = freePort();
    UUID nodeId;
    HostPort first;
    try (Connections connections = new Connections(RpcOptions.DEFAULT)) {
      try (ConfigurableApplicationContext alone = start(port)) {
        assertTrue(page(alone, "/actuator/health/liveness").startsWith("200"));
        String waiting = page(alone, "/actuator/health/readiness");
        assertTrue(waiting.startsWith("503") && waiting.contains("number"), waiting);
        assertEquals(0, describe(alone, connections).getNumber());
        try (NumberGiver manager = new NumberGiver(port, 9)) {
          awaitReady(alone);
          first = address(alone);
          NodeDescription description = describe(alone, connections);
          assertEquals(9, description.getNumber());
          assertEquals(2, description.getShards());
          nodeId = Payloads.uuid(description.getNodeId());
          RegisterRequest request = manager.registered.take();
          assertEquals(nodeId, Payloads.uuid(request.getNodeId()));
          assertEquals(0, request.getNumber());
          assertEquals(first.toString(), request.getAddress());
          install(first, connections);
        }
        assertMetrics(page(alone, "/actuator/prometheus"));
      }
      try (ConfigurableApplicationContext again = start(port)) {
        awaitReady(again);
        NodeDescription description = describe(again, connections);
        assertEquals(9, description.getNumber());
        assertEquals(nodeId, Payloads.uuid(description.getNodeId()));
        assertNotEquals(first, address(again));
        ShardStatistics statistics =
            nodes(address(again), connections).statistics(new ShardId(9, 1)).join();
        assertEquals(1, statistics.partitions().size());
        assertTrue(statistics.exact(), "the shards were not closed cleanly");
        try (NumberGiver manager = new NumberGiver(port, 9)) {
          RegisterRequest request = manager.registered.take();
          assertEquals(9, request.getNumber());
          assertTrue(request.getHasData());
        }
      }
    }
    try (DataDirectory left =
        DataDirectory.openOfCluster(new LocalFileSystem(), directory(), 1, UUID::randomUUID)) {
      assertEquals(
          Optional.of(new NodeIdentity.Membership(NumberGiver.CLUSTER, 9)),
          left.identity().orElseThrow().membership());
    }
  }

  private static void assertMetrics(String scraped) throws IOException {
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(List.of(NodeMetric.values()));
    metrics.addAll(List.of(ServiceMetric.values()));
    MetricsDocument.assertLists("storage-node", metrics.toArray(Metric[]::new));
    MetricsDocument.assertServed("storage-node", scraped);
    assertTrue(scraped.contains("cairn_shard_items{shard=\"1\"} 0"), "tags are missing");
  }

  /** As one process does: the same words, and the same exit code for scripts. */
  @Test
  void aDirectoryThatCannotBeUsedIsExplained() throws IOException {
    Files.createDirectories(directory().resolve("photos"));
    StartRefusedException refused = refused();
    assertTrue(String.valueOf(refused.getMessage()).contains("is not a Cairn data directory"));
    assertEquals(6, refused.exitCode());
    Files.delete(directory().resolve("photos"));
    Files.writeString(directory().resolve("FORMAT"), "cairn-data 1\nshards 1\n");
    assertTrue(String.valueOf(refused().getMessage()).contains("single process"));
  }

  private StartRefusedException refused(String... more) {
    Throwable failure = assertThrows(RuntimeException.class, () -> start(1, more).close());
    return assertInstanceOf(StartRefusedException.class, root(failure));
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private String keystore(String id) throws IOException {
    Path file = root.resolve("keys-" + id);
    var unused = LocalKeystore.create(new LocalFileSystem(), file, Entropy.system(), id);
    return "--cairn.storage.keystore=" + file;
  }

  /** All settings of storage at once; and the key that is missing is named. */
  @Test
  void aSealedNodeNeedsItsKey() throws Exception {
    String keys = keystore("first");
    String[] all = {
      keys,
      "--cairn.storage.write-buffers=8MB",
      "--cairn.storage.block-cache=4MB",
      "--cairn.storage.compression=none",
      "--cairn.storage.bottommost-compression=zstd",
      "--cairn.storage.zstd-level=3",
      "--cairn.storage.block-size=8KB",
      "--cairn.storage.filter-bits=12",
      "--cairn.storage.index-whole=64KB",
      "--cairn.storage.index-partition=2KB",
      "--cairn.storage.read-ahead=1MB",
      "--cairn.storage.compaction-workers=2",
      "--cairn.storage.compaction-rate=8MB",
      "--cairn.storage.scrub-rate=1MB",
      "--cairn.storage.scrub-pause=12h"
    };
    int port = freePort();
    try (ConfigurableApplicationContext node = start(port, all);
        NumberGiver unused = new NumberGiver(port, 9)) {
      awaitReady(node);
      EngineOptions engine = node.getBean(EngineOptions.class);
      assertEquals(8 << 20, engine.memory().writeBuffers().bytesMax());
      assertEquals(2 << 20, engine.memory().blockCacheBytes(), "half of it for each shard");
      assertEquals(
          new CompressionOptions(Compression.NONE, Compression.ZSTD, 3),
          engine.tables().compression());
      assertEquals(8 << 10, engine.tables().blockBytes());
      assertEquals(12, engine.tables().bloomBitsPerKey());
      assertEquals(new IndexOptions(64 << 10, 2 << 10), engine.tables().index());
      assertEquals(1 << 20, engine.memory().readAheadBytesMax());
      assertEquals(2, engine.compaction().workers());
      assertEquals(4 << 20, engine.compaction().bytesPerSecondMax());
      assertEquals(new ScrubOptions(512 << 10, Duration.ofHours(12)), engine.operations().scrub());
    }
    StartRefusedException none = refused();
    assertEquals(6, none.exitCode());
    String reason = String.valueOf(none.getMessage());
    assertTrue(reason.contains("'first', and no keys are given"), reason);
    String other = String.valueOf(refused(keystore("second")).getMessage());
    assertTrue(other.contains("'first': the keystore holds [second] only"), other);
    try (ConfigurableApplicationContext again = start(port, keys)) {
      awaitReady(again);
    }
  }

  @Test
  void impossibleSettingsAreNamed() {
    Map<String, String> impossible = new TreeMap<>();
    impossible.put("write-buffers", "1MB");
    impossible.put("block-cache", "1KB");
    impossible.put("zstd-level", "20");
    impossible.put("block-size", "2MB");
    impossible.put("filter-bits", "33");
    impossible.put("index-whole", "0");
    impossible.put("index-partition", "3GB");
    impossible.put("read-ahead", "1KB");
    impossible.put("compaction-workers", "0");
    impossible.put("compaction-rate", "1KB");
    impossible.put("scrub-rate", "1B");
    impossible.put("scrub-pause", "-1s");
    impossible.forEach(
        (key, value) -> {
          String setting = "cairn.storage." + key;
          Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(setting, value)));
          StorageNodeProperties.Storage storage =
              binder.bind("cairn.storage", StorageNodeProperties.Storage.class).get();
          Throwable failure = assertThrows(IllegalArgumentException.class, storage::settings);
          String reason = String.valueOf(failure.getMessage());
          assertTrue(reason.startsWith(setting + " is "), reason);
        });
    String reason = String.valueOf(refused("--cairn.storage.block-cache=100TB").getMessage());
    assertTrue(reason.startsWith("cairn.storage.block-cache is too large"), reason);
    String missing = String.valueOf(refused("--cairn.storage.keystore=/no/keys").getMessage());
    assertEquals("the keystore /no/keys cannot be used: /no/keys does not exist", missing);
    assertFalse(Files.exists(directory()), "made for nothing");
  }
}
