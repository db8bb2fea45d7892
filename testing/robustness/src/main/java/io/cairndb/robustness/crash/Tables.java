package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The tables of the crash test, and reading them whole. */
final class Tables {
  static final String REGISTERS = "crash-registers";
  static final String VERSIONED = "crash-versioned";
  static final String BANK = "crash-bank";
  static final String GLOBAL_INDEX = "byGroup";
  static final String LOCAL_INDEX = "byRank";

  private Tables() {}

  static void create(Endpoint endpoint) throws IOException {
    create(endpoint, table(REGISTERS, "p", "S"));
    create(endpoint, table(BANK, "p", "S"));
    Map<String, Object> versioned = table(VERSIONED, "p", "S", "s", "N", "g", "S", "r", "N");
    versioned.put("KeySchema", List.of(key("p", "HASH"), key("s", "RANGE")));
    versioned.put(
        "StreamSpecification",
        Json.object("StreamEnabled", true, "StreamViewType", "NEW_AND_OLD_IMAGES"));
    versioned.put(
        "LocalSecondaryIndexes", List.of(index(LOCAL_INDEX, key("p", "HASH"), key("r", "RANGE"))));
    versioned.put(
        "GlobalSecondaryIndexes",
        List.of(index(GLOBAL_INDEX, key("g", "HASH"), key("r", "RANGE"))));
    create(endpoint, versioned);
  }

  /** A request for a table whose first attribute is its key. */
  static Map<String, Object> table(String name, String... namesAndTypes) {
    List<Object> definitions = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      definitions.add(
          Json.object("AttributeName", namesAndTypes[i], "AttributeType", namesAndTypes[i + 1]));
    }
    return Json.object(
        "TableName",
        name,
        "BillingMode",
        "PAY_PER_REQUEST",
        "AttributeDefinitions",
        definitions,
        "KeySchema",
        List.of(key(namesAndTypes[0], "HASH")));
  }

  private static Map<String, Object> key(String name, String type) {
    return Json.object("AttributeName", name, "KeyType", type);
  }

  private static Map<String, Object> index(String name, Object hash, Object range) {
    return Json.object(
        "IndexName",
        name,
        "KeySchema",
        List.of(hash, range),
        "Projection",
        Json.object("ProjectionType", "ALL"));
  }

  private static void create(Endpoint endpoint, Map<String, Object> request) throws IOException {
    Reply reply = endpoint.call("CreateTable", request);
    if (!reply.ok()) {
      throw new IOException("cannot create " + request + ": " + reply);
    }
    Object name = request.getOrDefault("TableName", "");
    for (int i = 0; i < 2_000; i++) {
      Reply described = endpoint.call("DescribeTable", Json.object("TableName", name));
      if (Json.write(described.body()).contains("\"TableStatus\":\"ACTIVE\"")) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new IOException(name + " does not become active");
  }

  /** All items of a table, or of one of its indexes, by their base key. */
  static Map<String, Map<String, Object>> scan(Endpoint endpoint, String table, String index)
      throws IOException {
    Map<String, Object> request = Json.object("TableName", table);
    if (index.isEmpty()) {
      request.put("ConsistentRead", true);
    } else {
      request.put("IndexName", index);
    }
    Map<String, Map<String, Object>> items = new LinkedHashMap<>();
    while (true) {
      Reply reply = endpoint.call("Scan", request);
      if (!reply.ok()) {
        throw new IOException("cannot scan " + table + ": " + reply);
      }
      for (Object json : Json.asList(reply.body().getOrDefault("Items", List.of()))) {
        Map<String, Object> item = Json.asObject(json);
        if (items.put(baseKey(item), item) != null) {
          throw new IllegalStateException(table + " " + index + " holds twice: " + item);
        }
      }
      if (Json.member(reply.body(), "LastEvaluatedKey").isEmpty()) {
        return items;
      }
      request.put("ExclusiveStartKey", reply.body().getOrDefault("LastEvaluatedKey", ""));
    }
  }

  /** The primary key of an item, as text. */
  static String baseKey(Map<String, Object> item) {
    return scalar(item, "p") + (item.containsKey("s") ? "/" + scalar(item, "s") : "");
  }

  /** The string or number in an attribute, empty when absent. */
  static String scalar(Map<String, Object> item, String name) {
    Object value = item.get(name);
    return value == null ? "" : String.valueOf(Json.asObject(value).values().iterator().next());
  }
}
