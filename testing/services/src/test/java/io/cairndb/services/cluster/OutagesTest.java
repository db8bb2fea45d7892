package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While a service is away, requests that need it fail soon and in a way that clients repeat; when
 * it is back everything works again without help, and nothing acknowledged is lost.
 */
class OutagesTest {
  private static final int ITEMS = 40;
  private static final Duration SOON = Duration.ofSeconds(5);

  private ServiceCluster cluster;
  private Client client;

  @BeforeEach
  void start() {
    cluster = ServiceCluster.start(2);
    client = new Client(cluster.endpoint());
    client.createTable("tab");
    for (int i = 0; i < ITEMS; i++) {
      client.ok("PutItem", Client.put("tab", "p", "p" + i, "s", "s"));
    }
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  /** Which of the items can be read; the others must fail as clients can repeat, and soon. */
  private List<Integer> readable() {
    List<Integer> readable = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      long begun = System.nanoTime();
      Reply reply = client.call("GetItem", Client.get("tab", "p", "p" + i, "s", "s"));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      if (reply.ok()) {
        assertEquals(Client.item("p", "p" + i, "s", "s"), reply.body().get("Item"));
        readable.add(i);
      } else {
        assertTrue(reply.status() >= 500, reply.toString());
        assertTrue(took.compareTo(SOON) < 0, took.toString());
      }
    }
    return readable;
  }

  private void everythingIsThere() {
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(
          Client.item("p", "p" + i, "s", "s"),
          client.eventually("GetItem", Client.get("tab", "p", "p" + i, "s", "s")).get("Item"));
      client.eventually("PutItem", Client.put("tab", "p", "p" + i, "s", "s"));
    }
  }

  @Test
  void aStorageNodeThatIsAwayTakesOnlyItsPartitionsWithIt() {
    cluster.storageNode(1).stop();
    int readable = readable().size();
    assertTrue(readable > 0 && readable < ITEMS, readable + " of " + ITEMS);
    cluster.storageNode(1).start();
    everythingIsThere();
  }

  @Test
  void aCoordinatorStartsAgain() {
    cluster.coordinator().stop();
    assertEquals(List.of(), readable());
    cluster.coordinator().start();
    everythingIsThere();
    client.eventually(
        "TransactWriteItems",
        Json.object(
            "TransactItems",
            List.of(
                Json.object("Put", Client.put("tab", "p", "p1", "s", "s")),
                Json.object("Put", Client.put("tab", "p", "p2", "s", "s")),
                Json.object("Put", Client.put("tab", "p", "p3", "s", "s")))));
  }

  @Test
  void withoutThePartitionManagerItemsGoOnAndTablesDoNot() {
    cluster.partitionManager().stop();
    assertEquals(ITEMS, readable().size());
    client.ok("PutItem", Client.put("tab", "p", "p0", "s", "s"));
    Reply refused = client.call("CreateTable", Client.table("other"));
    assertTrue(refused.status() >= 500, refused.toString());
    assertEquals(
        "ACTIVE",
        Client.member(
            client.ok("DescribeTable", Json.object("TableName", "tab")), "Table", "TableStatus"));
    cluster.partitionManager().start();
    client.createTable("other");
    client.ok("PutItem", Client.put("other", "p", "p", "s", "s"));
  }

  /** No catalog must not look like no tables. */
  @Test
  void aRouterThatKnowsNothingYetSaysSo() {
    cluster.partitionManager().stop();
    cluster.router().stop();
    cluster.router().start();
    client.close();
    client = new Client(cluster.endpoint());
    Reply reply = client.call("GetItem", Client.get("tab", "p", "p0", "s", "s"));
    assertEquals(503, reply.status(), reply.toString());
    assertEquals(503, client.call("ListTables", Json.object()).status());
    cluster.partitionManager().start();
    everythingIsThere();
  }

  @Test
  void withoutTheIndexServiceIndexesStandStillAndWritersDoNot() {
    client.createTable("indexed", ServicesTest.indexed("g", "by-g"));
    client.ok("PutItem", Client.put("indexed", "p", "a", "s", "s", "g", "g"));
    cluster.indexService().stop();
    client.ok("PutItem", Client.put("indexed", "p", "b", "s", "s", "g", "g"));
    client.ok("Query", queryByG());
    long begun = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      client.ok("Query", queryByG());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(SOON) < 0, "ten queries took " + took);
    cluster.indexService().start();
    assertEquals(2, countEventually(2));
  }

  private static Map<String, Object> queryByG() {
    return Json.object(
        "TableName", "indexed",
        "IndexName", "by-g",
        "KeyConditionExpression", "g = :v",
        "ExpressionAttributeValues", Json.object(":v", Client.text("g")));
  }

  private int countEventually(int wanted) {
    int count = 0;
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count < wanted && System.nanoTime() - end < 0) {
      count = Json.asList(Client.member(client.ok("Query", queryByG()), "Items")).size();
    }
    return count;
  }
}
