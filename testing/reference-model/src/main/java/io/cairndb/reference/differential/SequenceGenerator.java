package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws a sequence of requests from a seed: a few tables, few keys so that requests meet each
 * other, and now and then one deliberate flaw in an otherwise valid request.
 */
public final class SequenceGenerator {
  private static final String PLAIN = "cmp-" + Call.RUN + "-plain";
  private static final String WIDE = "cmp-" + Call.RUN + "-wide";
  private static final String RAW = "cmp-" + Call.RUN + "-raw";
  private static final List<String> TABLES = List.of(PLAIN, WIDE, WIDE, WIDE, RAW);

  private final ValueGenerator values;
  private final FlawGenerator flaws;

  /** A generator whose every choice follows from the seed. */
  public SequenceGenerator(long seed) {
    this.values = new ValueGenerator(new Random(seed));
    this.flaws = new FlawGenerator(values);
  }

  /** Draws that many requests, creation of the tables not counted. */
  public List<Call> sequence(int length) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Call call = next();
      calls.add(values.chance(14) ? flaws.flaw(call) : call);
    }
    return calls;
  }

  /** The requests that create the tables of every sequence. */
  public static List<Map<String, Object>> tables() {
    Map<String, Object> wide = table(WIDE, "p", "S", "s", "N", "k", "S", "r", "N");
    wide.put("KeySchema", keys("p", "s"));
    wide.put(
        "LocalSecondaryIndexes",
        List.of(
            index("lByKind", keys("p", "k"), "ALL"),
            index("lByRank", keys("p", "r"), "KEYS_ONLY")));
    Map<String, Object> included = index("gInclude", keys("k", ""), "INCLUDE");
    Json.asObject(included.getOrDefault("Projection", ""))
        .put("NonKeyAttributes", List.of("a", "b"));
    wide.put("GlobalSecondaryIndexes", List.of(index("gAll", keys("k", "r"), "ALL"), included));
    Map<String, Object> plain = table(PLAIN, "p", "S");
    plain.put("KeySchema", keys("p", ""));
    Map<String, Object> raw = table(RAW, "p", "N", "s", "B");
    raw.put("KeySchema", keys("p", "s"));
    return List.of(plain, wide, raw);
  }

  private static Map<String, Object> table(String name, String... namesAndTypes) {
    List<Object> definitions = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      definitions.add(
          Json.object("AttributeName", namesAndTypes[i], "AttributeType", namesAndTypes[i + 1]));
    }
    return Json.object(
        "TableName", name, "BillingMode", "PAY_PER_REQUEST", "AttributeDefinitions", definitions);
  }

  private static List<Object> keys(String hash, String range) {
    List<Object> keys = new ArrayList<>();
    keys.add(Json.object("AttributeName", hash, "KeyType", "HASH"));
    if (!range.isEmpty()) {
      keys.add(Json.object("AttributeName", range, "KeyType", "RANGE"));
    }
    return keys;
  }

  private static Map<String, Object> index(String name, List<Object> keys, String projection) {
    return Json.object(
        "IndexName",
        name,
        "KeySchema",
        keys,
        "Projection",
        Json.object("ProjectionType", projection));
  }

  private Call next() {
    int choice = values.below(100);
    if (choice < 24) {
      return put();
    } else if (choice < 48) {
      return update();
    } else if (choice < 56) {
      return get();
    } else if (choice < 63) {
      return delete();
    } else if (choice < 78) {
      return query();
    } else if (choice < 85) {
      return scan();
    } else if (choice < 89) {
      return batchWrite();
    } else if (choice < 92) {
      return batchGet();
    } else if (choice < 98) {
      return transactWrite();
    }
    return transactGet();
  }

  private Map<String, Object> key(String table) {
    return switch (table) {
      case PLAIN -> Json.object("p", Json.object("S", "p" + values.below(4)));
      case WIDE ->
          Json.object(
              "p",
              Json.object("S", "p" + values.below(3)),
              "s",
              Json.object("N", values.pick(List.of("-1", "0", "1", "2.5", "10"))));
      default ->
          Json.object(
              "p",
              Json.object("N", values.pick(List.of("1", "1.0", "2"))),
              "s",
              Json.object("B", values.pick(List.of("AA==", "AAE=", "/w=="))));
    };
  }

  private Map<String, Object> item(String table) {
    Map<String, Object> item = key(table);
    if (table.equals(WIDE)) {
      if (values.chance(70)) {
        item.put("k", Json.object("S", "k" + values.below(3)));
      }
      if (values.chance(70)) {
        item.put("r", Json.object("N", values.pick(List.of("1", "2", "-3", "4.5"))));
      }
    }
    ExpressionGenerator.ATTRIBUTES.forEach(
        (name, type) -> {
          if (values.chance(45)) {
            String drawn = values.chance(90) ? type : values.pick(ValueGenerator.TYPES);
            item.put(name, values.value(drawn, 2));
          }
        });
    return item;
  }

  private Call put() {
    String table = values.pick(TABLES);
    Map<String, Object> request = Json.object("TableName", table, "Item", item(table));
    condition(request, 30);
    option(request, "ReturnValues", 40, "ALL_OLD", "NONE");
    return finish("PutItem", request);
  }

  private Call delete() {
    String table = values.pick(TABLES);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    condition(request, 30);
    option(request, "ReturnValues", 40, "ALL_OLD", "NONE");
    return finish("DeleteItem", request);
  }

  private Call update() {
    String table = values.pick(TABLES);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    String update = expressions.update();
    if (table.equals(WIDE) && values.chance(25) && !update.startsWith("SET")) {
      String rank = Json.write("k" + values.below(3)).replace("\"", "");
      update = "SET k = " + expressions.bind(Json.object("S", rank)) + " " + update;
      update = update.indexOf("SET", 3) > 0 ? expressions.update() : update;
    }
    request.put("UpdateExpression", update);
    if (values.chance(30)) {
      request.put("ConditionExpression", expressions.condition(1));
    }
    expressions.bindTo(request);
    dropUnused(request);
    // Which list elements UPDATED_NEW shows after an append or a removal is not documented.
    if (update.contains("[")) {
      option(request, "ReturnValues", 60, "ALL_OLD", "ALL_NEW");
    } else {
      option(request, "ReturnValues", 80, "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW");
    }
    option(request, "ReturnValuesOnConditionCheckFailure", 20, "ALL_OLD", "NONE");
    return finish("UpdateItem", request);
  }

  private static void dropUnused(Map<String, Object> request) {
    String text =
        request.getOrDefault("UpdateExpression", "")
            + " "
            + request.getOrDefault("ConditionExpression", "")
            + " ";
    for (String member : List.of("ExpressionAttributeNames", "ExpressionAttributeValues")) {
      Map<String, Object> used =
          new LinkedHashMap<>(Json.asObject(request.getOrDefault(member, Map.of())));
      used.keySet().removeIf(key -> !text.matches("(?s).*" + key + "\\b.*"));
      if (used.isEmpty()) {
        request.remove(member);
      } else {
        request.put(member, used);
      }
    }
  }

  private Call get() {
    String table = values.pick(TABLES);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    if (values.chance(40)) {
      ExpressionGenerator expressions = new ExpressionGenerator(values);
      request.put("ProjectionExpression", expressions.projection());
      expressions.bindTo(request);
    }
    if (values.chance(50)) {
      request.put("ConsistentRead", values.chance(70));
    }
    return finish("GetItem", request);
  }

  private Call query() {
    Map<String, Object> request = Json.object("TableName", WIDE);
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    String index = values.pick(List.of("", "", "", "lByKind", "lByRank", "gAll", "gInclude"));
    if (!index.isEmpty()) {
      request.put("IndexName", index);
    }
    boolean global = index.startsWith("g");
    String condition =
        global
            ? expressions.name("k") + " = " + expressions.bind(text("k"))
            : expressions.name("p") + " = " + expressions.bind(text("p"));
    String range = rangeOf(index);
    if (!range.isEmpty() && values.chance(50)) {
      condition += " AND " + rangeCondition(expressions, range);
    }
    request.put("KeyConditionExpression", condition);
    boolean all = index.isEmpty() || index.equals("lByKind") || index.equals("gAll");
    if (all && values.chance(35)) {
      request.put("FilterExpression", expressions.condition(1));
    }
    if (all && values.chance(20)) {
      request.put("ProjectionExpression", expressions.projection());
    }
    expressions.bindTo(request);
    if (values.chance(40)) {
      request.put("ScanIndexForward", values.chance(30));
    }
    if (!request.containsKey("ProjectionExpression")) {
      option(request, "Select", 15, "COUNT");
    }
    if (!global && values.chance(30)) {
      request.put("ConsistentRead", true);
    }
    return limited("Query", request);
  }

  private static String rangeOf(String index) {
    return switch (index) {
      case "" -> "s";
      case "lByKind" -> "k";
      case "gInclude" -> "";
      default -> "r";
    };
  }

  private Map<String, Object> text(String prefix) {
    return Json.object("S", prefix + values.below(3));
  }

  private String rangeCondition(ExpressionGenerator expressions, String range) {
    if (range.equals("k")) {
      return values.chance(50)
          ? "begins_with(" + range + ", " + expressions.bind(Json.object("S", "k")) + ")"
          : range + " >= " + expressions.bind(text("k"));
    }
    if (values.chance(30)) {
      String low = expressions.bind(Json.object("N", "-1"));
      return range + " BETWEEN " + low + " AND " + expressions.bind(Json.object("N", "2.5"));
    }
    return range
        + values.pick(List.of(" = ", " < ", " <= ", " > ", " >= "))
        + expressions.bind(Json.object("N", values.pick(List.of("0", "1", "2.5"))));
  }

  private Call scan() {
    Map<String, Object> request = Json.object("TableName", values.pick(TABLES));
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    if (request.containsValue(WIDE) && values.chance(30)) {
      request.put("IndexName", values.pick(List.of("lByKind", "gAll")));
    }
    if (values.chance(40)) {
      request.put("FilterExpression", expressions.condition(1));
    }
    if (values.chance(20)) {
      request.put("ProjectionExpression", expressions.projection());
    }
    expressions.bindTo(request);
    if (!request.containsKey("ProjectionExpression")) {
      option(request, "Select", 15, "COUNT");
    }
    return limited("Scan", request);
  }

  private Call limited(String operation, Map<String, Object> request) {
    if (values.chance(40)) {
      request.put("Limit", java.math.BigDecimal.valueOf(1 + values.below(5)));
      return new Call(operation, request);
    }
    return finish(operation, request);
  }

  private Call batchWrite() {
    Map<String, Object> byTable = Json.object();
    for (String table : List.of(PLAIN, WIDE)) {
      Map<Object, Object> writes = new LinkedHashMap<>();
      for (int i = 1 + values.below(3); i > 0; i--) {
        if (values.chance(70)) {
          Map<String, Object> item = item(table);
          writes.put(keyIn(table, item), Json.object("PutRequest", Json.object("Item", item)));
        } else {
          Map<String, Object> key = key(table);
          writes.put(keyIn(table, key), Json.object("DeleteRequest", Json.object("Key", key)));
        }
      }
      byTable.put(table, new ArrayList<>(writes.values()));
    }
    return finish("BatchWriteItem", Json.object("RequestItems", byTable));
  }

  private static Object keyIn(String table, Map<String, Object> item) {
    String sort = table.equals(PLAIN) ? "" : String.valueOf(item.get("s"));
    return item.get("p") + sort;
  }

  private Call batchGet() {
    Map<String, Object> byTable = Json.object();
    for (String table : List.of(PLAIN, WIDE)) {
      Map<Object, Object> keys = new LinkedHashMap<>();
      for (int i = 1 + values.below(3); i > 0; i--) {
        Map<String, Object> key = key(table);
        keys.put(keyIn(table, key), key);
      }
      Map<String, Object> wanted = Json.object("Keys", new ArrayList<>(keys.values()));
      if (values.chance(30)) {
        ExpressionGenerator expressions = new ExpressionGenerator(values);
        wanted.put("ProjectionExpression", expressions.projection());
        expressions.bindTo(wanted);
      }
      byTable.put(table, wanted);
    }
    return finish("BatchGetItem", Json.object("RequestItems", byTable));
  }

  private Call transactWrite() {
    Map<Object, Object> actions = new LinkedHashMap<>();
    for (int i = 1 + values.below(4); i > 0; i--) {
      Call call =
          switch (values.below(4)) {
            case 0 -> put();
            case 1 -> delete();
            case 2 -> update();
            default -> delete();
          };
      Map<String, Object> action = call.request();
      action.remove("ReturnValues");
      action.remove("ReturnConsumedCapacity");
      String kind =
          call.operation().equals("DeleteItem") && action.containsKey("ConditionExpression")
              ? "ConditionCheck"
              : call.operation().replace("Item", "");
      String table = String.valueOf(action.get("TableName"));
      if (!table.equals(RAW)) {
        Map<String, Object> keyed =
            Json.asObject(action.getOrDefault("Key", action.getOrDefault("Item", Map.of())));
        actions.put(table + keyIn(table, keyed), Json.object(kind, action));
      }
    }
    if (actions.isEmpty()) {
      return get();
    }
    Map<String, Object> request = Json.object("TransactItems", new ArrayList<>(actions.values()));
    return finish("TransactWriteItems", request);
  }

  private Call transactGet() {
    List<Object> gets = new ArrayList<>();
    for (int i = 1 + values.below(3); i > 0; i--) {
      Map<String, Object> get = get().request();
      get.remove("ConsistentRead");
      get.remove("ReturnConsumedCapacity");
      gets.add(Json.object("Get", get));
    }
    return finish("TransactGetItems", Json.object("TransactItems", gets));
  }

  private void condition(Map<String, Object> request, int percent) {
    if (values.chance(percent)) {
      ExpressionGenerator expressions = new ExpressionGenerator(values);
      request.put("ConditionExpression", expressions.condition(2));
      expressions.bindTo(request);
      option(request, "ReturnValuesOnConditionCheckFailure", 30, "ALL_OLD", "NONE");
    }
  }

  private void option(Map<String, Object> request, String member, int percent, String... from) {
    if (values.chance(percent)) {
      request.put(member, values.pick(List.of(from)));
    }
  }

  private Call finish(String operation, Map<String, Object> request) {
    option(request, "ReturnConsumedCapacity", 40, "TOTAL", "INDEXES", "NONE");
    return new Call(operation, request);
  }
}
