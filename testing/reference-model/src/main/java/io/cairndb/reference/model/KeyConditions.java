package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.model.Expression.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules a key condition obeys: one equality on the partition key, one range on the other. */
final class KeyConditions {
  private static final String INVALID = "Invalid KeyConditionExpression: ";

  private KeyConditions() {}

  static void check(Condition condition, List<String> keys, TableDefinition table) {
    Map<String, Condition> byName = new LinkedHashMap<>();
    collect(condition, byName);
    String partition = keys.getFirst();
    Condition onPartition = byName.get(partition);
    if (onPartition == null) {
      throw validation("Query condition missed key schema element: " + partition);
    }
    if (byName.size() > keys.size()) {
      throw validation(
          "The number of query conditions ("
              + byName.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + keys.size()
              + ")");
    }
    for (String name : byName.keySet()) {
      if (!keys.contains(name)) {
        throw validation(
            keys.size() > 1
                ? "Query condition missed key schema element: " + keys.get(1)
                : "Query key condition not supported");
      }
    }
    if (!(onPartition instanceof Expression.Compare compare && compare.operator().equals("="))) {
      throw validation("Query key condition not supported");
    }
    byName.forEach((name, one) -> checkTypes(name, one, table));
  }

  private static void collect(Condition condition, Map<String, Condition> byName) {
    switch (condition) {
      case Expression.And and -> {
        collect(and.left(), byName);
        collect(and.right(), byName);
      }
      case Expression.Or or -> throw badOperator("OR");
      case Expression.Not not -> throw badOperator("NOT");
      case Expression.In in -> throw badOperator("IN");
      case Expression.Compare compare -> {
        if (compare.operator().equals("<>")) {
          throw badOperator("<>");
        }
        add(compare.left(), condition, byName);
      }
      case Expression.Between between -> add(between.subject(), condition, byName);
      case Expression.Call call -> {
        if (!call.function().equals("begins_with")) {
          throw badOperator(call.function());
        }
        add(call.arguments().getFirst(), condition, byName);
      }
    }
  }

  private static void add(Operand subject, Condition condition, Map<String, Condition> byName) {
    if (subject instanceof Expression.PathOperand(DocumentPath path)
        && byName.put(path.top(), condition) != null) {
      throw validation(INVALID + "KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static void checkTypes(String name, Condition condition, TableDefinition table) {
    List<Operand> operands =
        switch (condition) {
          case Expression.Compare compare -> List.of(compare.right());
          case Expression.Between between -> List.of(between.low(), between.high());
          case Expression.Call call -> List.of(call.arguments().get(1));
          case Expression.And a -> new ArrayList<>();
          case Expression.Or o -> new ArrayList<>();
          case Expression.Not n -> new ArrayList<>();
          case Expression.In i -> new ArrayList<>();
        };
    for (Operand operand : operands) {
      if (operand instanceof Expression.ValueOperand(Value value)
          && !value.type().equals(table.typeOf(name))) {
        throw validation(
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type");
      }
    }
  }

  private static ModelException badOperator(String operator) {
    return validation(INVALID + "Invalid operator used in KeyConditionExpression: " + operator);
  }
}
