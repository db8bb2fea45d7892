package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each kind of request leaves one trace: from the router, through every service that takes part,
 * down to the engines of all shards it reaches. Each continues the trace its client is in.
 */
class TracesTest {
  private static final int ITEMS = 40;
  private static final String CLIENT_SPAN = "b7ad6b7169203331";
  private static final Set<String> ALL_NODES =
      Set.of("coordinator", "router", "storage-node-1", "storage-node-2");
  private static final AtomicLong TRACE_IDS = new AtomicLong(0xCA1);

  private static final Traces TRACES = new Traces();
  private static ServiceCluster cluster;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    cluster = ServiceCluster.start(2, TRACES.observation());
    http = HttpClient.newHttpClient();
    try (Client client = new Client(cluster.endpoint())) {
      client.createTable("items");
      client.createTable("indexed", ServicesTest.indexed("g", "by-g"));
      client.createTable(
          "watched",
          "StreamSpecification",
          Json.object("StreamEnabled", true, "StreamViewType", "NEW_IMAGE"));
      for (int i = 0; i < ITEMS; i++) {
        client.ok("PutItem", Client.put("items", "p", "p" + i, "s", "s"));
        client.ok("PutItem", Client.put("indexed", "p", "p" + i, "s", "s", "g", "g"));
        client.ok("PutItem", Client.put("watched", "p", "p" + i, "s", "s"));
      }
    }
  }

  /** Nothing that any test or their preparation asked for left a span that hangs in the air. */
  @AfterAll
  static void stop() {
    http.close();
    cluster.close();
    TRACES.all().forEach(Trace::root);
  }

  /** A request on its way. */
  private record Asked(String traceId, HttpResponse<String> answer) {
    Trace trace(Set<String> services) {
      return trace(services, Set.of());
    }

    /** The trace, in which those and no others take part, and engines did at least that. */
    Trace trace(Set<String> services, Set<String> work) {
      Trace trace =
          TRACES.await(
              traceId, all -> all.services().containsAll(services) && all.work().containsAll(work));
      trace.assertWhole();
      assertEquals(List.of(), trace.failed(), trace::toString);
      assertEquals(new TreeSet<>(services), trace.services(), trace::toString);
      assertEquals(CLIENT_SPAN, trace.root().getParentSpanId());
      return trace;
    }

    Map<String, Object> body() {
      return Json.parseObject(answer.body());
    }
  }

  private static HttpRequest.Builder operation(
      URI endpoint, String operation, Map<String, Object> request) {
    String target =
        operation.contains(":")
            ? operation.replace("Streams:", "DynamoDBStreams_20120810.")
            : "DynamoDB_20120810." + operation;
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("X-Amz-Date", "20260101T000000Z")
        .header("Authorization", Endpoint.AUTHORIZATION)
        .header("X-Amz-Target", target)
        .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Asked ask(HttpRequest.Builder request) throws Exception {
    String traceId = "%032x".formatted(TRACE_IDS.incrementAndGet());
    return new Asked(
        traceId,
        send(request.header("traceparent", "00-%s-%s-01".formatted(traceId, CLIENT_SPAN))));
  }

  private static Asked ask(String operation, Map<String, Object> request) throws Exception {
    Asked asked = ask(operation(cluster.endpoint(), operation, request));
    assertEquals(200, asked.answer().statusCode(), asked.answer().body());
    return asked;
  }

  private static HttpRequest.Builder rest(String path) {
    return HttpRequest.newBuilder(URI.create(cluster.endpoint() + "/v1" + path));
  }

  /** One call after the other down to one engine. */
  private static void assertChain(Asked asked, String operation, String work) {
    Trace trace = TRACES.await(asked.traceId(), all -> !all.work().isEmpty());
    String node = Trace.serviceOf(trace.ofKind(SpanKind.INTERNAL).getFirst());
    asked.trace(Set.of("router", "coordinator", node));
    List<String> chain = new ArrayList<>();
    List<SpanData> next = List.of(trace.root());
    while (!next.isEmpty()) {
      assertEquals(1, next.size(), trace::toString);
      SpanData span = next.getFirst();
      chain.add(Trace.serviceOf(span).replaceAll("-\\d", "") + " " + span.getName());
      next = trace.childrenOf(span);
    }
    assertEquals(
        List.of(
            "router " + operation,
            "router cairn.rpc.v1.Coordinator/Forward",
            "coordinator cairn.rpc.v1.Coordinator/Forward",
            "coordinator cairn.rpc.v1.StorageNode/Execute",
            "storage-node cairn.rpc.v1.StorageNode/Execute",
            "storage-node " + work),
        chain);
  }

  @Test
  void aWriteGoesDownToTheLog() throws Exception {
    Map<String, Object> put = Client.put("items", "p", "p1", "s", "s");
    assertChain(ask("PutItem", put), "PutItem", "engine append and sync");
  }

  @Test
  void aReadGoesDownToTheEngine() throws Exception {
    Map<String, Object> get = Client.get("items", "p", "p1", "s", "s");
    assertChain(ask("GetItem", get), "GetItem", "engine read");
    Map<String, Object> query =
        Json.object(
            "TableName", "items",
            "KeyConditionExpression", "p = :p",
            "ExpressionAttributeValues", Json.object(":p", Client.text("p1")));
    assertChain(ask("Query", query), "Query", "engine read");
  }

  @Test
  void theRestApiAndStatementsLeaveTheSame() throws Exception {
    assertChain(ask(rest("/tables/items/items/p1/s")), "REST", "engine read");
    assertChain(
        ask("ExecuteStatement", statement("SELECT * FROM items WHERE p='p1' AND s='s'")),
        "ExecuteStatement",
        "engine read");
    assertChain(
        ask("ExecuteStatement", statement("DELETE FROM items WHERE p='none' AND s='s'")),
        "ExecuteStatement",
        "engine append and sync");
  }

  private static Map<String, Object> statement(String text) {
    return Json.object("Statement", text);
  }

  /** Read on threads that may wait for a disk. */
  @Test
  void aReadOfManyShardsReachesAll() throws Exception {
    Trace trace = ask("Scan", Json.object("TableName", "items")).trace(ALL_NODES);
    assertEquals(
        Set.of("storage-node-1 RangeRead", "storage-node-2 RangeRead"),
        trace.work(),
        trace::toString);
    ask("ExecuteStatement", statement("SELECT * FROM items")).trace(ALL_NODES);
  }

  @Test
  void batchesReachAllShardsOfTheirItems() throws Exception {
    List<Object> writes = new ArrayList<>();
    List<Object> keys = new ArrayList<>();
    List<Object> statements = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Map<String, Object> item = Client.item("p", "p" + i, "s", "s");
      writes.add(Json.object("PutRequest", Json.object("Item", item)));
      keys.add(item);
      statements.add(statement("SELECT * FROM items WHERE p='p" + i + "' AND s='s'"));
    }
    ask("BatchWriteItem", Json.object("RequestItems", Json.object("items", writes)))
        .trace(ALL_NODES, both("WriteItem"));
    ask(
            "BatchGetItem",
            Json.object("RequestItems", Json.object("items", Json.object("Keys", keys))))
        .trace(ALL_NODES);
    ask("BatchExecuteStatement", Json.object("Statements", statements)).trace(ALL_NODES);
  }

  private static Set<String> both(String... requests) {
    Set<String> work = new TreeSet<>();
    for (String request : requests) {
      work.add("storage-node-1 " + request);
      work.add("storage-node-2 " + request);
    }
    return work;
  }

  /** What follows the answer is part of the trace too. */
  @Test
  void aTransactionReachesEveryParticipant() throws Exception {
    List<Object> puts = new ArrayList<>();
    List<Object> gets = new ArrayList<>();
    List<Object> statements = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      puts.add(Json.object("Put", Client.put("items", "p", "p" + i, "s", "s")));
      Map<String, Object> get =
          Json.object("TableName", "items", "Key", Client.item("p", "p" + i, "s", "s"));
      gets.add(Json.object("Get", get));
      statements.add(statement("UPDATE items SET v=1 WHERE p='p" + i + "' AND s='s'"));
    }
    Set<String> participants = both("PrepareTransaction", "CommitTransaction");
    ask("TransactWriteItems", Json.object("TransactItems", puts)).trace(ALL_NODES, participants);
    ask("ExecuteTransaction", Json.object("TransactStatements", statements))
        .trace(ALL_NODES, participants);
    ask("TransactGetItems", Json.object("TransactItems", gets)).trace(ALL_NODES, both("GetItems"));
  }

  /** A query of an index waits until the index has what its table's shards have. */
  @Test
  void aQueryOfAnIndexReachesWhomItWaitsFor() throws Exception {
    Map<String, Object> query =
        Json.object(
            "TableName", "indexed",
            "IndexName", "by-g",
            "KeyConditionExpression", "g = :v",
            "ExpressionAttributeValues", Json.object(":v", Client.text("g")));
    Set<String> services = new TreeSet<>(ALL_NODES);
    services.add("index-service");
    Asked asked = ask("Query", query);
    assertEquals(ITEMS, Json.asList(Client.member(asked.body(), "Items")).size());
    asked.trace(services, both("ChangesTail"));
  }

  @Test
  void aReadOfAStreamReachesTheChangeLog() throws Exception {
    Map<String, Object> table = Json.object("TableName", "watched");
    Object stream =
        Json.asList(Client.member(ask("Streams:ListStreams", table).body(), "Streams")).getFirst();
    Object arn = Client.member(stream, "StreamArn");
    Object described =
        Client.member(
            ask("Streams:DescribeStream", Json.object("StreamArn", arn)).body(),
            "StreamDescription",
            "Shards");
    for (Object shard : Json.asList(described)) {
      Map<String, Object> from =
          Json.object(
              "StreamArn",
              arn,
              "ShardId",
              Client.member(shard, "ShardId"),
              "ShardIteratorType",
              "TRIM_HORIZON");
      Object iterator =
          Client.member(ask("Streams:GetShardIterator", from).body(), "ShardIterator");
      Asked read = ask("Streams:GetRecords", Json.object("ShardIterator", iterator));
      Trace trace = TRACES.await(read.traceId(), all -> !all.work().isEmpty());
      String node = Trace.serviceOf(trace.ofKind(SpanKind.INTERNAL).getFirst());
      read.trace(Set.of("router", "coordinator", node), Set.of(node + " ReadChanges"));
    }
  }

  @Test
  void tablesAreThePartitionManagers() throws Exception {
    ask("CreateTable", Client.table("made")).trace(Set.of("router", "partition-manager"));
    ask("DescribeTable", Json.object("TableName", "items"))
        .trace(Set.of("router", "partition-manager", "storage-node-1", "storage-node-2"));
  }

  /** Pages behind the first are read while the answer is sent, and belong to it all the same. */
  @Test
  void everyPageOfAStreamedAnswerIsPartOfTheTrace() throws Exception {
    Asked asked = ask(rest("/tables/items/items?limit=5").header("Accept", "application/x-ndjson"));
    long lines = asked.answer().body().lines().count();
    assertTrue(lines >= ITEMS, asked.answer().body());
    Trace trace = asked.trace(ALL_NODES);
    SpanData root = trace.root();
    List<SpanData> pages = trace.childrenOf(root);
    assertTrue(pages.size() >= lines / 5, trace::toString);
    for (SpanData page : pages) {
      assertTrue(page.getEndEpochNanos() <= root.getEndEpochNanos(), trace::toString);
    }
  }

  @Test
  void aRequestOfNoTraceBeginsOneAndOneNotRecordedLeavesNothing() throws Exception {
    Map<String, Object> get = Client.get("items", "p", "p1", "s", "s");
    HttpResponse<String> answer = send(operation(cluster.endpoint(), "GetItem", get));
    String requestId = answer.headers().firstValue("x-amzn-requestid").orElseThrow();
    List<Trace> begun =
        TRACES.all().stream()
            .filter(trace -> trace.spans().toString().contains(requestId))
            .toList();
    assertEquals(1, begun.size());
    begun.getFirst().assertWhole();
    assertFalse(SpanId.isValid(begun.getFirst().root().getParentSpanId()));

    String traceId = "%032x".formatted(TRACE_IDS.incrementAndGet());
    send(
        operation(cluster.endpoint(), "GetItem", get)
            .header("traceparent", "00-%s-%s-00".formatted(traceId, CLIENT_SPAN)));
    assertEquals(List.of(), TRACES.of(traceId).spans());
  }

  /** A refusal that is an answer is no error; what nobody could answer is one, all the way up. */
  @Test
  void errorsAreMarkedWhereTheyAreAndAbove() throws Exception {
    Map<String, Object> put = Client.put("items", "p", "p1", "s", "s");
    put.put("ConditionExpression", "attribute_not_exists(p)");
    Asked refused = ask(operation(cluster.endpoint(), "PutItem", put));
    assertEquals(400, refused.answer().statusCode());
    assertChain(refused, "PutItem", "engine append and sync");

    try (ServiceCluster broken = ServiceCluster.start(2, TRACES.observation());
        Client client = new Client(broken.endpoint())) {
      client.createTable("items");
      broken.storageNode(1).stop();
      List<Asked> failed = new ArrayList<>();
      for (int i = 0; i < ITEMS && failed.isEmpty(); i++) {
        Map<String, Object> one = Client.put("items", "p", "p" + i, "s", "s");
        Asked asked = ask(operation(broken.endpoint(), "PutItem", one));
        if (asked.answer().statusCode() >= 500) {
          failed.add(asked);
        }
      }
      Trace trace = TRACES.await(failed.getFirst().traceId(), all -> !all.spans().isEmpty());
      trace.root();
      assertEquals(trace.spans().size(), trace.failed().size(), trace::toString);
      assertEquals(Set.of("router", "coordinator"), trace.services(), trace::toString);
      assertTrue(
          trace.ofKind(SpanKind.CLIENT).stream()
              .anyMatch(call -> call.getName().endsWith("StorageNode/Execute")),
          trace::toString);
    }
  }
}
