package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.model.Expression.Action;
import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.model.Expression.Operand;
import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters that came before expressions, read as the expressions that mean the same. */
final class LegacyParameters {
  private static final List<String> EXPRESSIONS =
      List.of(
          "ConditionExpression",
          "FilterExpression",
          "KeyConditionExpression",
          "ProjectionExpression",
          "UpdateExpression");
  private static final List<String> OTHERS =
      List.of(
          "AttributesToGet",
          "AttributeUpdates",
          "ConditionalOperator",
          "Expected",
          "KeyConditions",
          "QueryFilter",
          "ScanFilter");

  private LegacyParameters() {}

  /** Refuses a request that uses both ways at once. */
  static void requireOneWay(Map<String, Object> request) {
    List<String> expressions = EXPRESSIONS.stream().filter(request::containsKey).toList();
    List<String> others = OTHERS.stream().filter(request::containsKey).toList();
    if (!expressions.isEmpty() && !others.isEmpty()) {
      throw validation(
          "Can not use both expression and non-expression parameters in the same request:"
              + " Non-expression parameters: {"
              + String.join(", ", others)
              + "} Expression parameters: {"
              + String.join(", ", expressions)
              + "}");
    }
  }

  /** Expected, QueryFilter or ScanFilter as one condition; empty when the request has none. */
  static Optional<Condition> condition(String parameter, Map<String, Object> request) {
    Map<String, Object> entries = Json.asObject(request.getOrDefault(parameter, Map.of()));
    Optional<String> join = Json.text(request, "ConditionalOperator");
    if (join.isPresent() && entries.size() < 2) {
      throw validation(
          entries.isEmpty()
              ? "ConditionalOperator cannot be used without Filter or Expected"
              : "ConditionalOperator can only be used when Filter or Expected has two or more"
                  + " elements");
    }
    boolean either = join.orElse("AND").equals("OR");
    return entries.entrySet().stream()
        .map(entry -> condition(path(entry.getKey()), Json.asObject(entry.getValue())))
        .reduce(
            (left, right) ->
                either ? new Expression.Or(left, right) : new Expression.And(left, right));
  }

  /** KeyConditions as one condition. */
  static Condition keyCondition(Map<String, Object> request) {
    return condition(
            "KeyConditions",
            Json.object("KeyConditions", request.getOrDefault("KeyConditions", "")))
        .orElseThrow();
  }

  private static Expression.PathOperand path(String attribute) {
    return new Expression.PathOperand(new DocumentPath(List.of(attribute)));
  }

  private static Condition condition(Expression.PathOperand path, Map<String, Object> entry) {
    Optional<String> operator = Json.text(entry, "ComparisonOperator");
    Optional<Operand> value = Json.member(entry, "Value").map(LegacyParameters::operand);
    if (operator.isEmpty()) {
      return value
          .<Condition>map(wanted -> new Expression.Compare("=", path, wanted))
          .orElseGet(() -> new Expression.Call("attribute_not_exists", List.of(path)));
    }
    List<Operand> arguments = new ArrayList<>();
    Json.asList(entry.getOrDefault("AttributeValueList", List.of()))
        .forEach(one -> arguments.add(operand(one)));
    value.ifPresent(arguments::add);
    return comparison(operator.get(), path, arguments);
  }

  private static Condition comparison(String name, Operand subject, List<Operand> arguments) {
    requireCount(name, arguments.size());
    return switch (name) {
      case "EQ" -> new Expression.Compare("=", subject, arguments.getFirst());
      case "NE" -> new Expression.Compare("<>", subject, arguments.getFirst());
      case "LT" -> new Expression.Compare("<", subject, arguments.getFirst());
      case "LE" -> new Expression.Compare("<=", subject, arguments.getFirst());
      case "GT" -> new Expression.Compare(">", subject, arguments.getFirst());
      case "GE" -> new Expression.Compare(">=", subject, arguments.getFirst());
      case "BETWEEN" -> new Expression.Between(subject, arguments.get(0), arguments.get(1));
      case "IN" -> new Expression.In(subject, arguments);
      case "NULL" -> new Expression.Call("attribute_not_exists", List.of(subject));
      case "NOT_NULL" -> new Expression.Call("attribute_exists", List.of(subject));
      case "CONTAINS" -> call("contains", subject, arguments);
      case "NOT_CONTAINS" -> new Expression.Not(call("contains", subject, arguments));
      case "BEGINS_WITH" -> call("begins_with", subject, arguments);
      default -> throw new IllegalArgumentException("no such operator: " + name);
    };
  }

  private static Condition call(String function, Operand subject, List<Operand> arguments) {
    return new Expression.Call(function, List.of(subject, arguments.getFirst()));
  }

  private static void requireCount(String operator, int count) {
    boolean right =
        switch (operator) {
          case "NULL", "NOT_NULL" -> count == 0;
          case "BETWEEN" -> count == 2;
          case "IN" -> count > 0;
          default -> count == 1;
        };
    if (!right) {
      throw validation(
          "One or more parameter values were invalid: Invalid number of argument(s) for the "
              + operator
              + " ComparisonOperator");
    }
  }

  private static Operand operand(Object json) {
    return new Expression.ValueOperand(ValueReader.value(Json.asObject(json)));
  }

  /** AttributeUpdates as actions; empty when the request has none. */
  static List<Action> actions(Map<String, Object> request) {
    List<Action> actions = new ArrayList<>();
    Json.asObject(request.getOrDefault("AttributeUpdates", Map.of()))
        .forEach((name, update) -> actions.add(action(name, Json.asObject(update))));
    return actions;
  }

  private static Action action(String name, Map<String, Object> update) {
    String kind = Json.text(update, "Action").orElse("PUT");
    DocumentPath path = new DocumentPath(List.of(name));
    Optional<Operand> value = Json.member(update, "Value").map(LegacyParameters::operand);
    if (value.isEmpty()) {
      if (!kind.equals("DELETE")) {
        throw validation(
            "One or more parameter values were invalid: Only DELETE action is allowed when no"
                + " attribute value is specified");
      }
      return new Action("REMOVE", path, List.of());
    }
    return new Action(kind.equals("PUT") ? "SET" : kind, path, List.of(value.get()));
  }

  /** AttributesToGet as paths; empty when the request has none. */
  static List<DocumentPath> projection(Map<String, Object> request) {
    List<DocumentPath> paths = new ArrayList<>();
    Json.asList(request.getOrDefault("AttributesToGet", List.of()))
        .forEach(name -> paths.add(new DocumentPath(List.of((String) name))));
    return paths;
  }
}
