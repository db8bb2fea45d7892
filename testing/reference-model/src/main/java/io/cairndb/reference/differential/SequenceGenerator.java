package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Draws a sequence of requests from a seed: a few tables, few keys so that requests meet each
 * other, and now and then one deliberate flaw in an otherwise valid request.
 */
public final class SequenceGenerator {
  private static final String PLAIN = TableShapes.PLAIN;
  private static final String WIDE = TableShapes.WIDE;
  private static final int TOKENS = 6;

  private final ValueGenerator values;
  private final FlawGenerator flaws;
  private final LegacyGenerator legacy;
  private final Set<Feature> features;
  private final List<String> tables;
  private final List<Call> tokened = new ArrayList<>();

  /** A generator whose every choice follows from the seed. */
  public SequenceGenerator(long seed, Set<Feature> features) {
    this.values = new ValueGenerator(new Random(seed), Math.floorMod(seed, 30) == 7);
    this.flaws = new FlawGenerator(values);
    this.legacy = new LegacyGenerator(values);
    this.features = Set.copyOf(features);
    this.tables = new ArrayList<>(TableShapes.names(features));
    tables.addAll(List.of(WIDE, WIDE));
  }

  /** The requests that create the tables of all sequences; names hold {@link Call#RUN}. */
  public static List<Map<String, Object>> tables(Set<Feature> features) {
    return TableShapes.requests(features);
  }

  /** Draws that many requests, creation of the tables not counted. */
  public List<Call> sequence(int length) {
    List<Call> calls = new ArrayList<>();
    int drawn = values.large() ? length / 3 : length;
    for (int i = 0; i < drawn; i++) {
      Call call = next();
      // The index that comes and goes may be missing already, which would be a second flaw.
      boolean whole =
          call.request().containsValue(TableShapes.LIVE)
              || call.operation().endsWith("ExecuteStatement");
      calls.add(!whole && values.chance(14) ? flaws.flaw(call) : call);
    }
    if (features.contains(Feature.STREAMS)) {
      TableShapes.names(features)
          .forEach(
              table -> calls.add(new Call("Streams:History", Json.object("TableName", table))));
    }
    return calls;
  }

  private Call next() {
    if (values.below(200) == 0) {
      return change();
    }
    if (features.contains(Feature.STATEMENTS) && values.chance(10)) {
      return statement();
    }
    int choice = values.below(100);
    if (choice < 24) {
      return put(true);
    } else if (choice < 48) {
      return update(true);
    } else if (choice < 56) {
      return get(true);
    } else if (choice < 63) {
      return delete(true);
    } else if (choice < 78) {
      return query();
    } else if (choice < 85) {
      return scan();
    } else if (choice < 89) {
      return batchWrite();
    } else if (choice < 92) {
      return batchGet();
    } else if (!features.contains(Feature.TRANSACTIONS)) {
      return query();
    } else if (choice < 98) {
      return transactWrite();
    }
    return transactGet();
  }

  private Call statement() {
    String table = values.pick(List.of(PLAIN, WIDE));
    StatementGenerator statements = new StatementGenerator(values);
    return switch (values.below(9)) {
      case 0 -> statements.insert(table, item(table));
      case 1 -> statements.delete(table, key(table));
      case 2, 3 -> statements.update(table, key(table)).orElseGet(() -> get(true));
      case 4 -> statements.query(table, key(table));
      case 5 -> statements.get(table, key(table));
      case 6, 7 -> values.large() ? statements.get(table, key(table)) : statementBatch();
      default -> statements.scan(table);
    };
  }

  /** Statements of one kind on few items, so that now and then two are on the same. */
  private Call statementBatch() {
    boolean reads = values.chance(40);
    int size = 2 + values.below(3);
    List<Call> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String table = values.pick(List.of(PLAIN, WIDE));
      members.add(
          reads ? new StatementGenerator(values).get(table, key(table)) : writingStatement(table));
    }
    return StatementGenerator.batch(members);
  }

  private Call writingStatement(String table) {
    StatementGenerator statements = new StatementGenerator(values);
    return switch (values.below(3)) {
      case 0 -> statements.insert(table, item(table));
      case 1 -> statements.delete(table, key(table));
      default ->
          statements
              .update(table, key(table))
              .orElseGet(() -> new StatementGenerator(values).delete(table, key(table)));
    };
  }

  /** A change of a table while it is used. */
  private Call change() {
    boolean live = features.contains(Feature.LIVE_INDEXES);
    if (live && values.chance(50)) {
      return new Call("UpdateTable", TableShapes.liveIndex(values.chance(65)));
    }
    if (!features.contains(Feature.TIME_TO_LIVE)) {
      return query();
    }
    if (values.chance(35)) {
      return new Call("DescribeTimeToLive", Json.object("TableName", PLAIN));
    }
    // The numbers there are no times of the last five years, so nothing expires.
    String attribute = values.chance(80) ? "b" : "c";
    Map<String, Object> wanted =
        Json.object("AttributeName", attribute, "Enabled", values.chance(60));
    return new Call(
        "UpdateTimeToLive", Json.object("TableName", PLAIN, "TimeToLiveSpecification", wanted));
  }

  private Map<String, Object> key(String table) {
    return switch (table) {
      case PLAIN, TableShapes.MULTI -> Json.object("p", Json.object("S", "p" + values.below(4)));
      case WIDE ->
          Json.object(
              "p",
              Json.object("S", "p" + values.below(values.large() ? 1 : 3)),
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
    if (table.equals(TableShapes.MULTI) && values.chance(80)) {
      item.put("t", Json.object("S", "t" + values.below(2)));
      item.put("u", Json.object("N", values.pick(List.of("1", "2"))));
    }
    if (table.equals(WIDE) || table.equals(TableShapes.MULTI)) {
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
    if (values.large() && table.equals(WIDE) && values.chance(70)) {
      item.put("data", values.bulk());
    }
    return item;
  }

  private Call put(boolean older) {
    String table = values.pick(tables);
    Map<String, Object> request = Json.object("TableName", table, "Item", item(table));
    condition(request, 30, older);
    option(request, "ReturnValues", 40, "ALL_OLD", "NONE");
    return finishWrite("PutItem", request);
  }

  private Call delete(boolean older) {
    String table = values.pick(tables);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    condition(request, 30, older);
    option(request, "ReturnValues", 40, "ALL_OLD", "NONE");
    return finishWrite("DeleteItem", request);
  }

  private Call olderUpdate() {
    String table = values.pick(tables);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    legacy.update(request);
    if (values.chance(30)) {
      legacy.expect(request);
      option(request, "ReturnValuesOnConditionCheckFailure", 30, "ALL_OLD", "NONE");
    }
    option(request, "ReturnValues", 80, "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW");
    return finishWrite("UpdateItem", request);
  }

  private Call update(boolean older) {
    if (older && values.chance(15)) {
      return olderUpdate();
    }
    String table = values.pick(tables);
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
    return finishWrite("UpdateItem", request);
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

  private Call get(boolean older) {
    String table = values.pick(tables);
    Map<String, Object> request = Json.object("TableName", table, "Key", key(table));
    if (older && values.chance(15)) {
      legacy.project(request);
    } else if (values.chance(40)) {
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
    if (features.contains(Feature.MULTI_ATTRIBUTE_KEYS) && values.chance(8)) {
      return multiQuery();
    }
    if (values.chance(15)) {
      return olderQuery();
    }
    Map<String, Object> request = Json.object("TableName", WIDE);
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    String index = values.pick(List.of("", "", "", "lByKind", "lByRank", "gAll", "gInclude"));
    if (features.contains(Feature.LIVE_INDEXES) && values.chance(5)) {
      request.put("IndexName", TableShapes.LIVE);
      request.put(
          "KeyConditionExpression",
          "r = " + expressions.bind(Json.object("N", values.pick(List.of("1", "2", "-3")))));
      expressions.bindTo(request);
      return limited("Query", request);
    }
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
    if (request.containsKey("ProjectionExpression")) {
      option(request, "Select", 20, "SPECIFIC_ATTRIBUTES");
    } else if (index.isEmpty()) {
      option(request, "Select", 20, "COUNT", "ALL_ATTRIBUTES");
    } else if (all) {
      option(request, "Select", 30, "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
    } else {
      option(request, "Select", 20, "COUNT", "ALL_PROJECTED_ATTRIBUTES");
    }
    if (!global && values.chance(30)) {
      request.put("ConsistentRead", true);
    }
    return limited("Query", request);
  }

  /** All attributes of the partition key, and those of the sort key from the left. */
  private Call multiQuery() {
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    String condition =
        "t = "
            + expressions.bind(Json.object("S", "t" + values.below(2)))
            + " AND u = "
            + expressions.bind(Json.object("N", values.pick(List.of("1", "2"))));
    int sorted = values.below(4);
    if (sorted == 1) {
      condition += " AND " + rangeCondition(expressions, "k");
    } else if (sorted > 1) {
      condition += " AND k = " + expressions.bind(text("k"));
      condition += sorted == 3 ? " AND " + rangeCondition(expressions, "r") : "";
    }
    Map<String, Object> request =
        Json.object("TableName", TableShapes.MULTI, "IndexName", "gMulti");
    request.put("KeyConditionExpression", condition);
    expressions.bindTo(request);
    return limited("Query", request);
  }

  private Call olderQuery() {
    Map<String, Object> request = Json.object("TableName", WIDE);
    String index = values.pick(List.of("", "", "lByKind", "lByRank", "gAll"));
    Map<String, Object> conditions = Json.object();
    String partition = index.startsWith("g") ? "k" : "p";
    conditions.put(partition, LegacyGenerator.keyCondition("EQ", List.of(text(partition))));
    String range = rangeOf(index);
    if (values.chance(50)) {
      conditions.put(range, olderRange(range));
    }
    request.put("KeyConditions", conditions);
    if (!index.isEmpty()) {
      request.put("IndexName", index);
    }
    if (!index.equals("lByRank") && values.chance(40)) {
      legacy.filter("QueryFilter", request);
    }
    if (!index.equals("lByRank") && values.chance(25)) {
      legacy.project(request);
    }
    return limited("Query", request);
  }

  private Map<String, Object> olderRange(String range) {
    if (range.equals("k")) {
      return values.chance(50)
          ? LegacyGenerator.keyCondition("BEGINS_WITH", List.of(Json.object("S", "k")))
          : LegacyGenerator.keyCondition("GE", List.of(text("k")));
    }
    if (values.chance(30)) {
      return LegacyGenerator.keyCondition(
          "BETWEEN", List.of(Json.object("N", "-1"), Json.object("N", "2.5")));
    }
    return LegacyGenerator.keyCondition(
        values.pick(List.of("EQ", "LT", "LE", "GT", "GE")),
        List.of(Json.object("N", values.pick(List.of("0", "1", "2.5")))));
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
    Map<String, Object> request = Json.object("TableName", values.pick(tables));
    if (values.chance(12)) {
      legacy.filter("ScanFilter", request);
      if (values.chance(40)) {
        legacy.project(request);
      }
      return limited("Scan", request);
    }
    if (values.chance(15)) {
      BigDecimal total = BigDecimal.valueOf(1 + values.below(4));
      request.put("TotalSegments", total);
      return new Call("Scan:Segments", request);
    }
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
      request.put("Limit", BigDecimal.valueOf(1 + values.below(5)));
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
    return finishWrite("BatchWriteItem", Json.object("RequestItems", byTable));
  }

  private static Object keyIn(String table, Map<String, Object> item) {
    String sort = table.equals(PLAIN) ? "" : String.valueOf(item.get("s"));
    return item.get("p") + sort;
  }

  private Call batchGet() {
    Map<String, Object> byTable = Json.object();
    boolean older = values.chance(15);
    for (String table : List.of(PLAIN, WIDE)) {
      Map<Object, Object> keys = new LinkedHashMap<>();
      for (int i = 1 + values.below(3); i > 0; i--) {
        Map<String, Object> key = key(table);
        keys.put(keyIn(table, key), key);
      }
      Map<String, Object> wanted = Json.object("Keys", new ArrayList<>(keys.values()));
      if (values.chance(30)) {
        wanted.put("ConsistentRead", values.chance(70));
      }
      if (older) {
        legacy.project(wanted);
      } else if (values.chance(30)) {
        ExpressionGenerator expressions = new ExpressionGenerator(values);
        wanted.put("ProjectionExpression", expressions.projection());
        expressions.bindTo(wanted);
      }
      byTable.put(table, wanted);
    }
    return finish("BatchGetItem", Json.object("RequestItems", byTable));
  }

  private Call transactWrite() {
    if (!tokened.isEmpty() && values.chance(10)) {
      return values.pick(tokened);
    }
    Map<Object, Object> actions = new LinkedHashMap<>();
    for (int i = 1 + values.below(4); i > 0; i--) {
      Call call =
          switch (values.below(4)) {
            case 0 -> put(false);
            case 1 -> delete(false);
            case 2 -> update(false);
            default -> delete(false);
          };
      Map<String, Object> action = call.request();
      action.remove("ReturnValues");
      action.remove("ReturnConsumedCapacity");
      action.remove("ReturnItemCollectionMetrics");
      String kind =
          call.operation().equals("DeleteItem") && action.containsKey("ConditionExpression")
              ? "ConditionCheck"
              : call.operation().replace("Item", "");
      String table = String.valueOf(action.get("TableName"));
      if (!table.equals(TableShapes.RAW)) {
        Map<String, Object> keyed =
            Json.asObject(action.getOrDefault("Key", action.getOrDefault("Item", Map.of())));
        actions.put(table + keyIn(table, keyed), Json.object(kind, action));
      }
    }
    if (actions.isEmpty()) {
      return get(true);
    }
    Map<String, Object> request = Json.object("TransactItems", new ArrayList<>(actions.values()));
    Call call = finishWrite("TransactWriteItems", request);
    if (values.chance(25)) {
      request.put("ClientRequestToken", "t" + values.below(TOKENS) + "-" + Call.RUN);
      tokened.add(call);
    }
    return call;
  }

  private Call transactGet() {
    List<Object> gets = new ArrayList<>();
    for (int i = 1 + values.below(3); i > 0; i--) {
      Map<String, Object> get = get(false).request();
      get.remove("ConsistentRead");
      get.remove("ReturnConsumedCapacity");
      gets.add(Json.object("Get", get));
    }
    return finish("TransactGetItems", Json.object("TransactItems", gets));
  }

  private void condition(Map<String, Object> request, int percent, boolean older) {
    if (older && values.chance(12)) {
      legacy.expect(request);
      option(request, "ReturnValuesOnConditionCheckFailure", 30, "ALL_OLD", "NONE");
    } else if (values.chance(percent)) {
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

  private Call finishWrite(String operation, Map<String, Object> request) {
    if (features.contains(Feature.COLLECTION_METRICS)) {
      option(request, "ReturnItemCollectionMetrics", 25, "SIZE", "SIZE", "NONE");
    }
    return finish(operation, request);
  }

  private Call finish(String operation, Map<String, Object> request) {
    option(request, "ReturnConsumedCapacity", 40, "TOTAL", "INDEXES", "NONE");
    return new Call(operation, request);
  }
}
