package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the drawn requests contained: operations, parameters with the values of options, functions,
 * operators and types. A generator that silently stopped drawing something would prove less and
 * less while everything stays green. Guarded by its owner.
 */
public final class Coverage {
  private static final List<String> OPTIONS =
      List.of(
          "ReturnValues",
          "ReturnValuesOnConditionCheckFailure",
          "ReturnConsumedCapacity",
          "ReturnItemCollectionMetrics",
          "Select",
          "ConditionalOperator",
          "ComparisonOperator",
          "Action",
          "IndexName",
          "Exists",
          "ConsistentRead",
          "ScanIndexForward");
  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size"
              + "|if_not_exists|list_append|AND|OR|NOT|IN|BETWEEN|SET|REMOVE|ADD|DELETE)\\b"
              + "|<>|<=|>=|[=<>+]| - |\\.|\\[");

  private final Map<String, Integer> counts = new TreeMap<>();

  void count(Call call) {
    add(call.operation());
    members(call.request());
  }

  private void members(Object value) {
    if (value instanceof Map) {
      Json.asObject(value).forEach(this::member);
    } else if (value instanceof List) {
      Json.asList(value).forEach(this::members);
    }
  }

  private void member(String name, Object value) {
    if (ValueGenerator.TYPES.contains(name)) {
      add("type " + name);
    } else if (name.endsWith("Expression")) {
      add(name);
      Matcher words = WORDS.matcher(String.valueOf(value));
      while (words.find()) {
        add((name.equals("UpdateExpression") ? "update " : "expression ") + words.group().strip());
      }
    } else if (OPTIONS.contains(name)) {
      add(name + " " + value);
    } else if (Character.isUpperCase(name.charAt(0))) {
      add(name);
    }
    members(value);
  }

  private void add(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** How often this was drawn. */
  public int of(String what) {
    return counts.getOrDefault(what, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
