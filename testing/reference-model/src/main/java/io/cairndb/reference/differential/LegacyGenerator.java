package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameters that came before expressions. */
final class LegacyGenerator {
  private static final List<String> OPERATORS =
      List.of(
          "EQ",
          "NE",
          "LT",
          "LE",
          "GT",
          "GE",
          "IN",
          "BETWEEN",
          "NULL",
          "NOT_NULL",
          "CONTAINS",
          "NOT_CONTAINS",
          "BEGINS_WITH");

  private final ValueGenerator values;

  LegacyGenerator(ValueGenerator values) {
    this.values = values;
  }

  /** Puts Expected, perhaps with ConditionalOperator. */
  void expect(Map<String, Object> request) {
    Map<String, Object> expected = Json.object();
    for (String attribute : attributes()) {
      expected.put(attribute, expectation(attribute));
    }
    request.put("Expected", expected);
    join(request, expected);
  }

  /** Puts QueryFilter or ScanFilter, perhaps with ConditionalOperator. */
  void filter(String parameter, Map<String, Object> request) {
    Map<String, Object> filter = Json.object();
    for (String attribute : attributes()) {
      filter.put(attribute, comparison(attribute));
    }
    request.put(parameter, filter);
    join(request, filter);
  }

  /** Puts AttributeUpdates. */
  void update(Map<String, Object> request) {
    Map<String, Object> updates = Json.object();
    for (String attribute : attributes()) {
      updates.put(attribute, change(attribute));
    }
    request.put("AttributeUpdates", updates);
  }

  /** Puts AttributesToGet. */
  void project(Map<String, Object> request) {
    request.put("AttributesToGet", new ArrayList<>(attributes()));
  }

  /** A condition in KeyConditions. */
  static Map<String, Object> keyCondition(String operator, List<Object> arguments) {
    return Json.object("ComparisonOperator", operator, "AttributeValueList", arguments);
  }

  private void join(Map<String, Object> request, Map<String, Object> conditions) {
    if (conditions.size() > 1 && values.chance(60)) {
      request.put("ConditionalOperator", values.pick(List.of("AND", "OR", "OR")));
    }
  }

  private List<String> attributes() {
    List<String> all = new ArrayList<>(ExpressionGenerator.ATTRIBUTES.keySet());
    List<String> some = new ArrayList<>();
    for (int i = 1 + values.below(3); i > 0; i--) {
      some.add(all.remove(values.below(all.size())));
    }
    return some;
  }

  private Map<String, Object> expectation(String attribute) {
    return switch (values.below(5)) {
      case 0 -> Json.object("Exists", false);
      case 1 -> Json.object("Exists", true, "Value", typed(attribute));
      case 2 -> Json.object("Value", typed(attribute));
      default -> comparison(attribute);
    };
  }

  private Map<String, Object> comparison(String attribute) {
    String operator = values.pick(OPERATORS);
    String type = ExpressionGenerator.ATTRIBUTES.getOrDefault(attribute, "S");
    boolean scalar = List.of("S", "N", "B").contains(type);
    String scalarType = scalar ? type : values.pick(List.of("S", "N"));
    List<Object> arguments = new ArrayList<>();
    switch (operator) {
      case "NULL", "NOT_NULL" -> {
        return Json.object("ComparisonOperator", operator);
      }
      case "EQ", "NE" -> arguments.add(typed(attribute));
      case "BETWEEN" -> arguments.addAll(bounds(scalarType));
      case "BEGINS_WITH" -> arguments.add(values.value(type.equals("B") ? "B" : "S", 0));
      case "IN" -> {
        for (int i = 1 + values.below(3); i > 0; i--) {
          arguments.add(values.value(scalarType, 0));
        }
      }
      case "CONTAINS", "NOT_CONTAINS" ->
          arguments.add(values.value(values.pick(List.of("S", "N", "B")), 0));
      default -> arguments.add(values.value(scalarType, 0));
    }
    return keyCondition(operator, arguments);
  }

  private static List<Map<String, Object>> bounds(String type) {
    return switch (type) {
      case "N" -> List.of(Json.object("N", "-1"), Json.object("N", "3.5"));
      case "B" -> List.of(Json.object("B", "AA=="), Json.object("B", "/w=="));
      default -> List.of(Json.object("S", "a"), Json.object("S", "b"));
    };
  }

  private Map<String, Object> typed(String attribute) {
    String type = ExpressionGenerator.ATTRIBUTES.getOrDefault(attribute, "S");
    return values.value(values.chance(88) ? type : values.pick(ValueGenerator.TYPES), 1);
  }

  private Map<String, Object> change(String attribute) {
    String type = ExpressionGenerator.ATTRIBUTES.getOrDefault(attribute, "S");
    boolean set = List.of("SS", "NS", "BS").contains(type);
    if (values.chance(20)) {
      return Json.object("Action", "DELETE");
    }
    if (set && values.chance(60)) {
      return Json.object(
          "Action", values.pick(List.of("ADD", "DELETE")), "Value", values.value(type, 0));
    }
    if (type.equals("N") && values.chance(60)) {
      return Json.object("Action", "ADD", "Value", Json.object("N", "1"));
    }
    Map<String, Object> put = Json.object("Value", typed(attribute));
    if (values.chance(60)) {
      put.put("Action", "PUT");
    }
    return put;
  }
}
