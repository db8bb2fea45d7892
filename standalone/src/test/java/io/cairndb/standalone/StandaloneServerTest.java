package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.metrics.Metric;
import io.cairndb.standalone.StartupException.Problem;
import io.cairndb.storage.engine.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, asked over HTTP. */
class StandaloneServerTest {
  private static final String TABLE =
      "{'TableName':'orders','BillingMode':'PAY_PER_REQUEST',"
          + "'AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'},"
          + "{'AttributeName':'g','AttributeType':'S'}],"
          + "'KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
          + "'GlobalSecondaryIndexes':[{'IndexName':'by-g',"
          + "'KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
          + "'Projection':{'ProjectionType':'ALL'}}]}";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path directory;

  private static StandaloneOptions memory() {
    return new StandaloneOptions("127.0.0.1", 0, Path.of("unused"), true, Durability.SYNC, 2);
  }

  private StandaloneOptions onDisk(int port) {
    return new StandaloneOptions("127.0.0.1", port, directory, false, Durability.SYNC, 2);
  }

  private String call(StandaloneServer server, String operation, String body) throws Exception {
    HttpResponse<String> answer = ServerCall.send(client, server, operation, body);
    return answer.statusCode() + " " + answer.body();
  }

  private void createTable(StandaloneServer server) throws Exception {
    String table = call(server, "CreateTable", TABLE);
    assertTrue(table.startsWith("200 "), table);
    for (int i = 0; i < 10_000 && !table.contains("\"TableStatus\":\"ACTIVE\""); i++) {
      table = call(server, "DescribeTable", "{'TableName':'orders'}");
    }
    assertTrue(table.contains("\"TableStatus\":\"ACTIVE\""), table);
  }

  private void put(StandaloneServer server, String key, String index) throws Exception {
    String item =
        "{'TableName':'orders','Item':{'a':{'S':'%s'},'g':{'S':'%s'}}}".formatted(key, index);
    assertEquals("200 {}", call(server, "PutItem", item));
  }

  private String query(StandaloneServer server, String index) throws Exception {
    return call(
        server,
        "Query",
        "{'TableName':'orders','IndexName':'by-g','Select':'COUNT',"
            + "'KeyConditionExpression':'g = :g',"
            + "'ExpressionAttributeValues':{':g':{'S':'%s'}}}".formatted(index));
  }

  private static StartupException refused(StandaloneOptions options) {
    return assertThrows(
        StartupException.class,
        () -> {
          StandaloneServer unexpected = StandaloneServer.start(options);
          unexpected.close();
        });
  }

  private static String textOf(StartupException refused) {
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aQueryThroughAnIndexSeesWhatWasWrittenBefore() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(memory())) {
      createTable(server);
      for (int i = 1; i <= 20; i++) {
        put(server, "k" + i, "x");
        assertEquals("200 {\"Count\":" + i + ",\"ScannedCount\":" + i + "}", query(server, "x"));
      }
    }
  }

  @Test
  void itemsReadAtOneTimeAreNotMixedUp() throws Exception {
    int keys = 24;
    try (StandaloneServer server = StandaloneServer.start(memory());
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      createTable(server);
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        String index = "%d,".formatted(i).repeat(1 << (i % 10));
        put(server, "k" + i, index);
        answers.add(
            "200 {\"Item\":{\"a\":{\"S\":\"k%d\"},\"g\":{\"S\":\"%s\"}}}".formatted(i, index));
      }
      List<Future<String>> under = new ArrayList<>();
      for (int i = 0; i < keys * 40; i++) {
        String get = "{'TableName':'orders','Key':{'a':{'S':'k%d'}}}".formatted(i * 7 % keys);
        under.add(callers.submit(() -> call(server, "GetItem", get)));
      }
      for (int i = 0; i < under.size(); i++) {
        assertEquals(answers.get(i * 7 % keys), under.get(i).get());
      }
    }
  }

  @Test
  void everyMetricHasAValue() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(memory())) {
      createTable(server);
      put(server, "k", "x");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.endpoint() + "/metrics")).build();
      String page = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      for (Metric metric : ProcessMetric.all()) {
        String sample =
            "(?s).*\n" + metric.prometheusName() + "(\\{shard=\"0\"(,level=\"0\")?})? [0-9].*";
        assertTrue(page.matches(sample), metric.prometheusName());
      }
      assertFalse(page.contains("\ncairn_http_requests_total 0\n"), page);
    }
  }

  @Test
  void aRestartKeepsTablesItemsAndIndexes() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(onDisk(0))) {
      createTable(server);
      put(server, "k", "x");
    }
    try (StandaloneServer server = StandaloneServer.start(onDisk(0))) {
      String item = call(server, "GetItem", "{'TableName':'orders','Key':{'a':{'S':'k'}}}");
      assertEquals("200 {\"Item\":{\"a\":{\"S\":\"k\"},\"g\":{\"S\":\"x\"}}}", item);
      assertEquals("200 {\"Count\":1,\"ScannedCount\":1}", query(server, "x"));
    }
  }

  @Test
  void aSecondServerOnTheDirectoryIsRefused() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(onDisk(0))) {
      StartupException refused = refused(onDisk(0));
      assertEquals(Problem.DATA_DIRECTORY, refused.problem());
      assertTrue(textOf(refused).contains("in use"), textOf(refused));
      createTable(server);
    }
  }

  /** And the directory is let go again. */
  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      StartupException refused = refused(onDisk(taken.getLocalPort()));
      assertEquals(Problem.ADDRESS, refused.problem());
      assertTrue(textOf(refused).contains("port " + taken.getLocalPort()));
    }
    StandaloneServer.start(onDisk(0)).close();
  }

  @Test
  void aPortThatIsTakenLeavesNoDirectoryBehind() throws Exception {
    Path none = directory.resolve("none").resolve("yet");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      StartupException refused =
          refused(new StandaloneOptions("127.0.0.1", port, none, false, Durability.SYNC, 2));
      assertEquals(
          "cannot listen on 127.0.0.1 port %d: Address already in use. Is another server running?"
                  .formatted(port)
              + " Choose another --port.",
          refused.getMessage());
    }
    assertFalse(Files.exists(none.getParent()), "made for nothing");
  }

  @Test
  void aDirectoryOfANewerReleaseIsLeftAlone() throws IOException {
    Path format = directory.resolve("FORMAT");
    Files.writeString(format, "cairn-data 99\nsomething new\n");
    StartupException refused = refused(onDisk(0));
    assertEquals(Problem.DATA_DIRECTORY, refused.problem());
    assertTrue(textOf(refused).contains("format 99"), textOf(refused));
    assertEquals("cairn-data 99\nsomething new\n", Files.readString(format));
  }

  @Test
  void endpointsNameThePortThatWasTaken() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(memory())) {
      String endpoints = call(server, "DescribeEndpoints", "{}");
      assertTrue(
          endpoints.contains("\"Address\":\"localhost:" + server.endpoint().getPort() + "\""),
          endpoints);
    }
  }

  /**
   * Tokens are found by their hash modulo the number of shards: asked for another, it must stay.
   */
  @Test
  void tokensAreFoundAgainWhateverNumberOfShardsIsAskedFor() throws Exception {
    try (StandaloneServer server = StandaloneServer.start(onDisk(0))) {
      createTable(server);
      add(server);
    }
    StandaloneOptions more =
        new StandaloneOptions("127.0.0.1", 0, directory, false, Durability.SYNC, 3);
    try (StandaloneServer server = StandaloneServer.start(more)) {
      add(server);
      String item = call(server, "GetItem", "{'TableName':'orders','Key':{'a':{'S':'k'}}}");
      assertTrue(item.contains("\"n\":{\"N\":\"20\"}"), "each token counts once: " + item);
    }
  }

  /** Adds one under each of twenty tokens, so that every shard keeps some. */
  private void add(StandaloneServer server) throws Exception {
    for (int token = 0; token < 20; token++) {
      String answer =
          call(
              server,
              "TransactWriteItems",
              "{'ClientRequestToken':'token-%d','TransactItems':[{'Update':{'TableName':'orders',"
                      .formatted(token)
                  + "'Key':{'a':{'S':'k'}},'UpdateExpression':'ADD n :one',"
                  + "'ExpressionAttributeValues':{':one':{'N':'1'}}}}]}");
      assertTrue(answer.startsWith("200 "), answer);
    }
  }

  @Test
  void damagedTransactionsAreReportedNotThrown() throws Exception {
    StandaloneServer.start(onDisk(0)).close();
    Damage.ofLedger(directory.resolve("shard-0"));
    StartupException refused = refused(onDisk(0));
    assertEquals(Problem.DATA_DIRECTORY, refused.problem());
    assertTrue(textOf(refused).contains("damaged"), textOf(refused));
  }
}
