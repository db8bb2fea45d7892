package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The expressions of one request, with the names and values they refer to. Used once. */
final class ExpressionGenerator {
  /** The attributes of the small world, each with the type it mostly has. */
  static final Map<String, String> ATTRIBUTES = attributes();

  private final ValueGenerator values;
  private final Map<String, Object> placeholders = new LinkedHashMap<>();
  private final Map<String, Object> bound = new LinkedHashMap<>();

  ExpressionGenerator(ValueGenerator values) {
    this.values = values;
  }

  private static Map<String, String> attributes() {
    Map<String, String> types = new LinkedHashMap<>();
    String[] pairs = {
      "a", "S", "b", "N", "c", "N", "m", "M", "l", "L", "ss", "SS", "ns", "NS", "bs", "BS", "f",
      "BOOL", "bin", "B", "data", "S"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      types.put(pairs[i], pairs[i + 1]);
    }
    return types;
  }

  /** Puts the names and values that were referred to into the request. */
  void bindTo(Map<String, Object> request) {
    if (!placeholders.isEmpty()) {
      request.put("ExpressionAttributeNames", placeholders);
    }
    if (!bound.isEmpty()) {
      request.put("ExpressionAttributeValues", bound);
    }
  }

  String name(String attribute) {
    if (attribute.equals("data") || values.chance(20)) {
      placeholders.put("#" + attribute, attribute);
      return "#" + attribute;
    }
    return attribute;
  }

  String bind(Map<String, Object> value) {
    String placeholder = ":v" + bound.size();
    bound.put(placeholder, value);
    return placeholder;
  }

  String bindTyped(String attribute) {
    String type = ATTRIBUTES.getOrDefault(attribute, "S");
    return bind(values.value(values.chance(88) ? type : values.pick(ValueGenerator.TYPES), 1));
  }

  String attribute() {
    return values.pick(List.copyOf(ATTRIBUTES.keySet()));
  }

  String path() {
    String attribute = attribute();
    if (attribute.equals("m") && values.chance(70)) {
      return name("m") + "." + values.pick(List.of("x", "y", "z", "y.x", "q", "y[0]"));
    }
    if (attribute.equals("l") && values.chance(70)) {
      return name("l") + "[" + values.pick(List.of("0", "1", "9")) + "]";
    }
    return name(attribute);
  }

  String condition(int depth) {
    if (depth == 0 || values.chance(40)) {
      return atom();
    }
    return switch (values.below(3)) {
      case 0 -> "NOT " + atom();
      case 1 -> "(" + condition(depth - 1) + " OR " + atom() + ") AND " + atom();
      default -> condition(depth - 1) + (values.chance(50) ? " AND " : " OR ") + atom();
    };
  }

  private String atom() {
    String attribute = attribute();
    String type = ATTRIBUTES.getOrDefault(attribute, "S");
    boolean ordered = List.of("S", "N", "B").contains(type);
    return switch (values.below(9)) {
      case 0 -> "attribute_exists(" + path() + ")";
      case 1 -> "attribute_not_exists(" + path() + ")";
      case 2 ->
          "attribute_type("
              + path()
              + ", "
              + bind(Json.object("S", values.pick(ValueGenerator.TYPES)))
              + ")";
      case 3 ->
          "begins_with("
              + path()
              + ", "
              + bind(values.value(values.chance(80) ? "S" : "B", 0))
              + ")";
      case 4 -> "contains(" + path() + ", " + bind(values.any(0)) + ")";
      case 5 ->
          "size(" + path() + ") " + operator() + " " + bind(Json.object("N", "" + values.below(4)));
      case 6 -> {
        String operand = name(attribute);
        String candidates =
            List.of(1, 2).stream().map(i -> bindTyped(attribute)).collect(Collectors.joining(", "));
        yield operand + " IN (" + candidates + ")";
      }
      case 7 -> ordered ? between(attribute, type) : equality(attribute);
      default ->
          ordered
              ? name(attribute) + " " + operator() + " " + bind(values.value(type, 0))
              : equality(attribute);
    };
  }

  private String equality(String attribute) {
    return name(attribute) + (values.chance(50) ? " = " : " <> ") + bindTyped(attribute);
  }

  private String between(String attribute, String type) {
    List<String> bounds =
        switch (type) {
          case "N" -> List.of("-1", "3.5");
          case "S" -> List.of("a", "b");
          default -> List.of("AA==", "/w==");
        };
    String low = bind(Json.object(type, bounds.getFirst()));
    return name(attribute) + " BETWEEN " + low + " AND " + bind(Json.object(type, bounds.get(1)));
  }

  String operator() {
    return values.pick(List.of("=", "<>", "<", "<=", ">", ">="));
  }

  /** An update of up to three attributes, each touched once. */
  String update() {
    Map<String, List<String>> clauses = new LinkedHashMap<>();
    List<String> attributes = new ArrayList<>(ATTRIBUTES.keySet());
    for (int i = 1 + values.below(3); i > 0; i--) {
      String attribute = attributes.remove(values.below(attributes.size()));
      String clause = clause(attribute);
      int space = clause.indexOf(' ');
      clauses
          .computeIfAbsent(clause.substring(0, space), kind -> new ArrayList<>())
          .add(clause.substring(space + 1));
    }
    return clauses.entrySet().stream()
        .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private String clause(String attribute) {
    String type = ATTRIBUTES.getOrDefault(attribute, "S");
    String name = name(attribute);
    if (values.chance(15)) {
      return "REMOVE " + nested(attribute, name);
    }
    if (values.chance(15)) {
      return "SET " + name + " = if_not_exists(" + name + ", " + bindTyped(attribute) + ")";
    }
    return switch (type) {
      case "N" ->
          values.chance(50)
              ? "ADD " + name + " " + bind(small())
              : "SET " + name + " = " + name + (values.chance(50) ? " + " : " - ") + bind(small());
      case "SS", "NS", "BS" ->
          (values.chance(50) ? "ADD " : "DELETE ") + name + " " + bind(values.value(type, 0));
      case "L" ->
          values.chance(50)
              ? "SET " + nested(attribute, name) + " = " + bind(values.any(1))
              : "SET " + name + " = list_append(" + name + ", " + bind(values.value("L", 1)) + ")";
      case "M" -> "SET " + nested(attribute, name) + " = " + bind(values.any(1));
      default -> "SET " + name + " = " + bindTyped(attribute);
    };
  }

  private Map<String, Object> small() {
    return Json.object("N", values.pick(List.of("1", "-1", "0.5", "10")));
  }

  private String nested(String attribute, String name) {
    if (attribute.equals("m") && values.chance(80)) {
      return name + "." + values.pick(List.of("x", "y", "z", "y.x", "q.r"));
    }
    if (attribute.equals("l") && values.chance(80)) {
      return name + "[" + values.pick(List.of("0", "1", "9")) + "]";
    }
    return name;
  }

  String projection() {
    List<String> paths = new ArrayList<>();
    List<String> attributes = new ArrayList<>(ATTRIBUTES.keySet());
    for (int i = 1 + values.below(3); i > 0; i--) {
      String attribute = attributes.remove(values.below(attributes.size()));
      paths.add(nested(attribute, name(attribute)));
    }
    return String.join(", ", paths);
  }
}
