package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A client that repeats nothing, and shorthand for its requests. Thread-safe. */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Endpoint endpoint;

  Client(URI address) {
    endpoint = new Endpoint(address);
  }

  Reply call(String operation, Map<String, Object> request) {
    try {
      return endpoint.call(operation, request);
    } catch (IOException lost) {
      throw new UncheckedIOException(operation, lost);
    }
  }

  /** Calls what must succeed. */
  Map<String, Object> ok(String operation, Map<String, Object> request) {
    Reply reply = call(operation, request);
    assertEquals(200, reply.status(), operation + ": " + reply.body());
    return reply.body();
  }

  /** What is at the end of a path of members that must be there. */
  static Object member(Object object, String... path) {
    Object found = object;
    for (String name : path) {
      Object next = Json.asObject(found).get(name);
      if (next == null) {
        throw new AssertionError("no " + name + " in " + found);
      }
      found = next;
    }
    return found;
  }

  /** Calls again until it succeeds, for as long as it fails as clients repeat. */
  Map<String, Object> eventually(String operation, Map<String, Object> request) {
    return until(() -> call(operation, request)).body();
  }

  private static Reply until(Supplier<Reply> asked) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = asked.get();
    while (!reply.ok()) {
      boolean mayBeRepeated =
          reply.status() >= 500 || reply.errorName().equals("ThrottlingException");
      if (!mayBeRepeated || System.nanoTime() - end > 0) {
        throw new AssertionError("not done in " + PATIENCE + ": " + reply);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      reply = asked.get();
    }
    return reply;
  }

  /** Creates a table with a partition key p and a sort key s, and waits for the cluster. */
  void createTable(String name, Object... further) {
    Map<String, Object> request = table(name);
    for (int i = 0; i < further.length; i += 2) {
      request.put((String) further[i], further[i + 1]);
    }
    eventually("CreateTable", request);
    eventuallyActive(name);
  }

  void eventuallyActive(String name) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Reply reply = call("DescribeTable", Json.object("TableName", name));
      if (reply.ok()
          && reply.body().toString().contains("TableStatus=ACTIVE")
          && !reply.body().toString().contains("IndexStatus=CREATING")) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not active in " + PATIENCE + ": " + reply);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  static Map<String, Object> table(String name) {
    return Json.object(
        "TableName",
        name,
        "BillingMode",
        "PAY_PER_REQUEST",
        "AttributeDefinitions",
        List.of(attribute("p"), attribute("s")),
        "KeySchema",
        List.of(key("p", "HASH"), key("s", "RANGE")));
  }

  static Map<String, Object> attribute(String name) {
    return Json.object("AttributeName", name, "AttributeType", "S");
  }

  static Map<String, Object> key(String name, String type) {
    return Json.object("AttributeName", name, "KeyType", type);
  }

  static Map<String, Object> text(String value) {
    return Json.object("S", value);
  }

  /** An item, or a key, of texts. */
  static Map<String, Object> item(String... namesAndTexts) {
    Map<String, Object> item = Json.object();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      item.put(namesAndTexts[i], text(namesAndTexts[i + 1]));
    }
    return item;
  }

  static Map<String, Object> put(String table, String... namesAndTexts) {
    return Json.object("TableName", table, "Item", item(namesAndTexts));
  }

  static Map<String, Object> get(String table, String... namesAndTexts) {
    return Json.object("TableName", table, "Key", item(namesAndTexts), "ConsistentRead", true);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
