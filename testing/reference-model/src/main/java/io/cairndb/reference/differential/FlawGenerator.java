package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Spoils a valid request in exactly one way, so that the error to expect does not hang on the order
 * in which a server looks for errors.
 */
final class FlawGenerator {
  private final ValueGenerator values;

  FlawGenerator(ValueGenerator values) {
    this.values = values;
  }

  Call flaw(Call call) {
    Map<String, Object> request = Json.asObject(Json.copy(call.request()));
    List<Consumer<Map<String, Object>>> flaws =
        switch (call.operation()) {
          case "PutItem" -> putFlaws();
          case "UpdateItem" -> updateFlaws();
          case "GetItem" -> keyFlaws().subList(0, 6);
          case "DeleteItem" -> keyFlaws();
          case "Query" -> queryFlaws();
          case "Scan" -> scanFlaws();
          default -> List.of();
        };
    if (!flaws.isEmpty()) {
      values.pick(flaws).accept(request);
    }
    return new Call(call.operation(), request);
  }

  private List<Consumer<Map<String, Object>>> keyFlaws() {
    return List.of(
        request -> request.put("TableName", "cmp-" + Call.RUN + "-absent"),
        request -> key(request).remove("p"),
        request -> key(request).put("extra", Json.object("S", "x")),
        request -> key(request).put("p", Json.object("BOOL", true)),
        request -> key(request).put("p", Json.object("N", "abc")),
        request -> clearExpressions(request).put("ExpressionAttributeNames", unusedName()),
        request -> clearExpressions(request).put("ExpressionAttributeValues", unusedValue()));
  }

  private static Map<String, Object> key(Map<String, Object> request) {
    return Json.asObject(request.getOrDefault("Key", Json.object()));
  }

  private static Map<String, Object> unusedName() {
    return Json.object("#unused", "a");
  }

  private static Map<String, Object> unusedValue() {
    return Json.object(":unused", Json.object("S", "a"));
  }

  private List<Consumer<Map<String, Object>>> putFlaws() {
    List<Consumer<Map<String, Object>>> flaws = new ArrayList<>();
    flaws.add(request -> request.put("TableName", "cmp-" + Call.RUN + "-absent"));
    flaws.add(request -> item(request).remove("p"));
    flaws.add(request -> item(request).put("p", Json.object("BOOL", true)));
    flaws.add(request -> clearExpressions(request).put("ReturnValues", "ALL_NEW"));
    for (Map<String, Object> invalid : invalidValues()) {
      flaws.add(request -> item(clearExpressions(request)).put("z", invalid));
    }
    flaws.add(request -> spoilIndexKey(request, Json.object("BOOL", true)));
    flaws.add(request -> spoilIndexKey(request, Json.object("S", "")));
    addConditionFlaws(flaws, "ConditionExpression");
    return flaws;
  }

  private static void spoilIndexKey(Map<String, Object> request, Map<String, Object> value) {
    if (String.valueOf(request.get("TableName")).endsWith("wide")) {
      clearExpressions(request);
      item(request).remove("r");
      item(request).put("k", value);
    }
  }

  private static Map<String, Object> item(Map<String, Object> request) {
    return Json.asObject(request.getOrDefault("Item", Json.object()));
  }

  private static List<Map<String, Object>> invalidValues() {
    return List.of(
        Json.object(),
        Json.object("S", "a", "N", "1"),
        Json.object("N", ""),
        Json.object("N", "abc"),
        Json.object("N", "1E+126"),
        Json.object("N", "1E-131"),
        Json.object("N", "123456789012345678901234567890123456789"),
        Json.object("NULL", false),
        Json.object("SS", new ArrayList<>()),
        Json.object("NS", new ArrayList<>()),
        Json.object("BS", new ArrayList<>()),
        Json.object("SS", List.of("a", "a")),
        Json.object("NS", List.of("1", "1.0")),
        Json.object("BS", List.of("AA==", "AA==")),
        Json.object("L", List.of(Json.object("SS", List.of("b", "b")))),
        Json.object("M", Json.object("x", Json.object("N", "x"))));
  }

  private void addConditionFlaws(List<Consumer<Map<String, Object>>> flaws, String parameter) {
    Map<String, Object> value = Json.object(":v", Json.object("S", "a"));
    Map<String, Object> two = Json.object(":v", Json.object("S", "b"), ":w", Json.object("S", "a"));
    Map<String, Object> mixed =
        Json.object(":v", Json.object("S", "b"), ":w", Json.object("N", "1"));
    flaws.add(expression(parameter, "a = :undefined OR a = :v", value));
    flaws.add(expression(parameter, "#undefined = :v", value));
    flaws.add(expression(parameter, "a = :v", two));
    flaws.add(expression(parameter, "", value));
    flaws.add(expression(parameter, "a = = :v", value));
    flaws.add(expression(parameter, "a = :v AND", value));
    flaws.add(expression(parameter, "(a = :v", value));
    flaws.add(expression(parameter, "((a = :v))", value));
    flaws.add(expression(parameter, "data = :v", value));
    flaws.add(expression(parameter, "made_up(a, :v)", value));
    flaws.add(expression(parameter, "begins_with(a)", value));
    flaws.add(
        expression(parameter, "begins_with(a, :v)", Json.object(":v", Json.object("N", "1"))));
    flaws.add(expression(parameter, "a BETWEEN :v AND :w", two));
    flaws.add(expression(parameter, "a BETWEEN :v AND :w", mixed));
    flaws.add(expression(parameter, "a = a", null));
    flaws.add(
        expression(parameter, "a = :v", Json.object(":v", Json.object("SS", new ArrayList<>()))));
    flaws.add(request -> clearExpressions(request).put("ExpressionAttributeValues", unusedValue()));
    flaws.add(request -> clearExpressions(request).put("ExpressionAttributeNames", unusedName()));
  }

  private List<Consumer<Map<String, Object>>> updateFlaws() {
    List<Consumer<Map<String, Object>>> flaws = new ArrayList<>();
    flaws.add(request -> key(request).remove("p"));
    Map<String, Object> value = Json.object(":v", Json.object("S", "a"));
    Map<String, Object> number = Json.object(":v", Json.object("N", "1"));
    String update = "UpdateExpression";
    flaws.add(expression(update, "SET a = :v, a = :v", value));
    flaws.add(expression(update, "SET m.x = :v REMOVE m", value));
    flaws.add(expression(update, "SET m.x = :v, m[0] = :v", value));
    flaws.add(expression(update, "SET a = :v SET b = :v", value));
    flaws.add(expression(update, "ADD b :v", value));
    flaws.add(expression(update, "DELETE ss :v", value));
    flaws.add(expression(update, "SET b = b + :v", value));
    flaws.add(expression(update, "SET l = list_append(l, :v)", number));
    flaws.add(expression(update, "SET p = :v", value));
    flaws.add(expression(update, "SET a = :undefined, c = :v", value));
    flaws.add(expression(update, "SET a :v", value));
    flaws.add(expression(update, "", null));
    flaws.add(expression(update, "SET data = :v", value));
    flaws.add(expression(update, "SET a = absent_attribute", null));
    flaws.add(expression(update, "SET a.b.c = :v", value));
    flaws.add(expression(update, "MAKE a = :v", value));
    return flaws;
  }

  private List<Consumer<Map<String, Object>>> queryFlaws() {
    List<Consumer<Map<String, Object>>> flaws = new ArrayList<>();
    Map<String, Object> text = Json.object(":v", Json.object("S", "a"));
    Map<String, Object> number = Json.object(":v", Json.object("N", "1"));
    Map<String, Object> both =
        Json.object(":v", Json.object("S", "a"), ":w", Json.object("N", "1"));
    String condition = "KeyConditionExpression";
    flaws.add(base(condition, "s = :v", number));
    flaws.add(base(condition, "p = :v", number));
    flaws.add(base(condition, "p > :v", text));
    flaws.add(base(condition, "p = :v OR s = :w", both));
    flaws.add(base(condition, "p = :v AND a = :w", both));
    flaws.add(base(condition, "p = :v AND p = :v", text));
    flaws.add(base(condition, "p = :v AND s IN (:w)", both));
    flaws.add(base(condition, "p = :v AND s <> :w", both));
    flaws.add(base(condition, "", null));
    flaws.add(request -> clearExpressions(request).remove("IndexName"));
    flaws.add(
        request -> {
          request.remove("ConsistentRead");
          request.put("IndexName", "absent");
        });
    flaws.add(request -> request.put("Limit", java.math.BigDecimal.ZERO));
    flaws.add(
        request -> {
          base(condition, "p = :v", text).accept(request);
          request.put("FilterExpression", "s = :w");
          request.put("ExpressionAttributeValues", both);
        });
    flaws.add(
        request -> {
          base(condition, "k = :v", text).accept(request);
          request.put("TableName", TableShapes.WIDE);
          request.put("IndexName", "gAll");
          request.put("ConsistentRead", true);
        });
    flaws.add(
        request -> {
          base(condition, "k = :v", text).accept(request);
          request.remove("ConsistentRead");
          request.put("TableName", TableShapes.WIDE);
          request.put("IndexName", "gInclude");
          request.put("Select", "ALL_ATTRIBUTES");
        });
    return flaws;
  }

  private List<Consumer<Map<String, Object>>> scanFlaws() {
    List<Consumer<Map<String, Object>>> flaws = new ArrayList<>();
    flaws.add(request -> request.put("IndexName", "absent"));
    flaws.add(request -> request.put("Segment", java.math.BigDecimal.ZERO));
    flaws.add(request -> request.put("TotalSegments", java.math.BigDecimal.TWO));
    flaws.add(
        request -> {
          request.put("Segment", java.math.BigDecimal.TEN);
          request.put("TotalSegments", java.math.BigDecimal.TWO);
        });
    addConditionFlaws(flaws, "FilterExpression");
    return flaws;
  }

  /** A flawed expression in place of all others of the request. */
  private static Consumer<Map<String, Object>> expression(
      String parameter, String text, @org.jspecify.annotations.Nullable Map<String, Object> bound) {
    return request -> {
      clearExpressions(request).put(parameter, text);
      if (bound != null) {
        request.put("ExpressionAttributeValues", bound);
      }
    };
  }

  private static Consumer<Map<String, Object>> base(
      String parameter, String text, @org.jspecify.annotations.Nullable Map<String, Object> bound) {
    return request -> {
      expression(parameter, text, bound).accept(request);
      request.remove("IndexName");
    };
  }

  private static Map<String, Object> clearExpressions(Map<String, Object> request) {
    for (String member :
        List.of(
            "ConditionExpression",
            "FilterExpression",
            "ProjectionExpression",
            "KeyConditionExpression",
            "UpdateExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "Expected",
            "AttributeUpdates",
            "KeyConditions",
            "QueryFilter",
            "ScanFilter",
            "ConditionalOperator",
            "AttributesToGet",
            "ReturnValues",
            "Select")) {
      request.remove(member);
    }
    return request;
  }
}
