package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each kind of request goes the whole way, over two storage nodes. */
class ServicesTest {
  private static ServiceCluster cluster;
  private static Client client;

  @BeforeAll
  static void start() {
    cluster = ServiceCluster.start(2);
    client = new Client(cluster.endpoint());
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void itemsAreWrittenReadQueriedAndScanned() {
    client.createTable("items");
    for (int i = 0; i < 60; i++) {
      client.ok("PutItem", Client.put("items", "p", "p" + i, "s", "a", "v", "v" + i));
    }
    client.ok("PutItem", Client.put("items", "p", "p7", "s", "b"));
    for (int i = 0; i < 60; i++) {
      assertEquals(
          Client.item("p", "p" + i, "s", "a", "v", "v" + i),
          client.ok("GetItem", Client.get("items", "p", "p" + i, "s", "a")).get("Item"));
    }
    Map<String, Object> query =
        Json.object(
            "TableName", "items",
            "KeyConditionExpression", "p = :p",
            "ExpressionAttributeValues", Json.object(":p", Client.text("p7")));
    assertEquals(2, Json.asList(Client.member(client.ok("Query", query), "Items")).size());
    List<Object> all =
        Json.asList(Client.member(client.ok("Scan", Json.object("TableName", "items")), "Items"));
    assertEquals(61, all.size());
    Reply refused =
        client.call(
            "PutItem",
            with(
                Client.put("items", "p", "p7", "s", "a"),
                "ConditionExpression",
                "attribute_not_exists(p)"));
    assertEquals("ConditionalCheckFailedException", refused.errorName());
  }

  private static Map<String, Object> with(Map<String, Object> request, String name, Object value) {
    request.put(name, value);
    return request;
  }

  /** The coordinator must wait for the partitions the router has just heard of. */
  @Test
  void aTableCanBeUsedAsSoonAsItIsThere() {
    for (int i = 0; i < 8; i++) {
      String table = "fresh-" + i;
      client.createTable(table);
      client.ok("PutItem", Client.put(table, "p", "p", "s", "s"));
      client.ok("DeleteTable", Json.object("TableName", table));
      Reply gone = client.call("GetItem", Client.get(table, "p", "p", "s", "s"));
      assertEquals("ResourceNotFoundException", gone.errorName(), gone.toString());
    }
  }

  @Test
  void transactionsSpanStorageNodes() {
    client.createTable("accounts");
    List<Object> puts = new ArrayList<>();
    List<Object> gets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      puts.add(Json.object("Put", Client.put("accounts", "p", "p" + i, "s", "s")));
      gets.add(
          Json.object(
              "Get",
              Json.object("TableName", "accounts", "Key", Client.item("p", "p" + i, "s", "s"))));
    }
    Map<String, Object> write =
        Json.object("TransactItems", puts, "ClientRequestToken", "token-of-this-test");
    client.ok("TransactWriteItems", write);
    client.ok("TransactWriteItems", write);
    Map<String, Object> read = client.ok("TransactGetItems", Json.object("TransactItems", gets));
    assertEquals(20, Json.asList(Client.member(read, "Responses")).size());

    List<Object> failing = new ArrayList<>();
    failing.add(Json.object("Put", Client.put("accounts", "p", "new", "s", "s")));
    failing.add(
        Json.object(
            "Put",
            with(
                Client.put("accounts", "p", "p3", "s", "s"),
                "ConditionExpression",
                "attribute_not_exists(p)")));
    Reply refused = client.call("TransactWriteItems", Json.object("TransactItems", failing));
    assertEquals("TransactionCanceledException", refused.errorName());
    assertEquals(Map.of(), client.ok("GetItem", Client.get("accounts", "p", "new", "s", "s")));
  }

  @Test
  void streamsShowEveryChange() {
    client.createTable(
        "watched",
        "StreamSpecification",
        Json.object("StreamEnabled", true, "StreamViewType", "NEW_IMAGE"));
    Set<String> written = new TreeSet<>();
    for (int i = 0; i < 30; i++) {
      client.ok("PutItem", Client.put("watched", "p", "p" + i, "s", "s"));
      written.add("p" + i);
    }
    Map<String, Object> streams =
        client.ok("Streams:ListStreams", Json.object("TableName", "watched"));
    String arn =
        (String)
            Client.member(Json.asList(Client.member(streams, "Streams")).getFirst(), "StreamArn");
    Map<String, Object> described =
        client.ok("Streams:DescribeStream", Json.object("StreamArn", arn));
    Set<String> seen = new TreeSet<>();
    for (Object shard : Json.asList(Client.member(described, "StreamDescription", "Shards"))) {
      Map<String, Object> iterator =
          client.ok(
              "Streams:GetShardIterator",
              Json.object(
                  "StreamArn",
                  arn,
                  "ShardId",
                  Client.member(shard, "ShardId"),
                  "ShardIteratorType",
                  "TRIM_HORIZON"));
      Map<String, Object> read =
          client.ok(
              "Streams:GetRecords",
              Json.object("ShardIterator", Client.member(iterator, "ShardIterator")));
      for (Object record : Json.asList(Client.member(read, "Records"))) {
        seen.add((String) Client.member(record, "dynamodb", "Keys", "p", "S"));
      }
    }
    assertEquals(written, seen);
  }

  @Test
  void globalIndexesShowWhatWasAcknowledged() {
    client.createTable("indexed", indexed("g", "by-g"));
    for (int i = 0; i < 20; i++) {
      client.ok("PutItem", Client.put("indexed", "p", "p" + i, "s", "s", "g", "g"));
      assertEquals(i + 1, count("indexed", "by-g", "g"));
    }
    client.ok(
        "UpdateTable",
        Json.object(
            "TableName", "indexed",
            "AttributeDefinitions", attributes("g"),
            "GlobalSecondaryIndexUpdates", List.of(Json.object("Create", index("s", "by-s")))));
    client.eventuallyActive("indexed");
    assertEquals(20, count("indexed", "by-s", "s"));
  }

  private static int count(String table, String index, String attribute) {
    Map<String, Object> query =
        Json.object(
            "TableName",
            table,
            "IndexName",
            index,
            "KeyConditionExpression",
            attribute + " = :v",
            "ExpressionAttributeValues",
            Json.object(":v", Client.text(attribute)));
    return Json.asList(Client.member(client.ok("Query", query), "Items")).size();
  }

  static Object[] indexed(String attribute, String name) {
    return new Object[] {
      "AttributeDefinitions",
      attributes(attribute),
      "GlobalSecondaryIndexes",
      List.of(index(attribute, name))
    };
  }

  private static List<Object> attributes(String third) {
    return List.of(Client.attribute("p"), Client.attribute("s"), Client.attribute(third));
  }

  private static Map<String, Object> index(String attribute, String name) {
    return Json.object(
        "IndexName", name,
        "KeySchema", List.of(Client.key(attribute, "HASH")),
        "Projection", Json.object("ProjectionType", "ALL"));
  }

  @Test
  void theRestApiSeesTheSameItems() throws Exception {
    client.createTable("documents");
    client.ok("PutItem", Client.put("documents", "p", "a", "s", "b", "v", "c"));
    HttpResponse<String> answer;
    try (HttpClient http = HttpClient.newHttpClient()) {
      answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(cluster.endpoint() + "/v1/tables/documents/items/a/b"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
    assertEquals(200, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"v\":\"c\""), answer.body());
  }
}
