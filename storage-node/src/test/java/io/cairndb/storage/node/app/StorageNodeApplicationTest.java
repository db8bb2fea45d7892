package io.cairndb.storage.node.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

  private ConfigurableApplicationContext start(int partitionManager) {
    return CairnService.run(
        "storage-node",
        StorageNodeConfiguration.class,
        "--server.port=0",
        "--cairn.rpc.listen=127.0.0.1:0",
        "--cairn.data-directory=" + directory(),
        "--cairn.partition-manager=127.0.0.1:" + partitionManager,
        "--cairn.shards=2",
        "--logging.level.root=warn");
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

  private StartRefusedException refused() {
    Throwable failure = assertThrows(RuntimeException.class, () -> start(1).close());
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    return assertInstanceOf(StartRefusedException.class, failure);
  }
}
