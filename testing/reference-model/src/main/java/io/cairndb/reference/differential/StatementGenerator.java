package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * PartiQL statements, made from requests that mean the same. The request goes with its statement as
 * the member {@code SameAs}, for the model alone: servers never get to see it.
 */
final class StatementGenerator {
  private static final Pattern EXISTS = Pattern.compile("attribute_exists\\(([^)]*)\\)");
  private static final Pattern MISSING = Pattern.compile("attribute_not_exists\\(([^)]*)\\)");
  private static final Pattern CANDIDATES = Pattern.compile(" IN \\(([^)]*)\\)");
  private static final Pattern REFERENCE = Pattern.compile(":v\\d+|#\\w+");
  private static final Pattern SEVERAL =
      Pattern.compile(".+\\b(SET|REMOVE|ADD|DELETE)\\b|if_not_exists|, (?![^(]*\\))");
  private static final Pattern OF_SET = Pattern.compile("(ADD|DELETE) (#?\\w+) (:v\\d+)");
  private static final int DRAWS = 50;

  private final ValueGenerator values;
  private final List<Object> parameters = new ArrayList<>();

  StatementGenerator(ValueGenerator values) {
    this.values = values;
  }

  /** A statement that inserts an item, which must not be there. */
  Call insert(String table, Map<String, Object> item) {
    String members =
        item.entrySet().stream()
            .map(entry -> "'" + entry.getKey() + "': " + parameter(entry.getValue()))
            .collect(Collectors.joining(", "));
    Map<String, Object> same =
        Json.object(
            "TableName", table, "Item", item, "ConditionExpression", "attribute_not_exists(p)");
    return call("INSERT INTO \"" + table + "\" VALUE {" + members + "}", "PutItem", same);
  }

  /** A statement that deletes the item, unless it is there and a condition does not hold. */
  Call delete(String table, Map<String, Object> key) {
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    Map<String, Object> same = Json.object("TableName", table, "Key", key);
    String where = keyed(key);
    if (values.chance(40)) {
      String condition = expressions.condition(1);
      expressions.bindTo(same);
      same.put("ConditionExpression", "attribute_not_exists(p) OR (" + condition + ")");
      where += " AND (" + translated(condition, same) + ")";
    }
    String statement = "DELETE FROM \"" + table + "\" WHERE " + where;
    if (values.chance(50)) {
      statement += " RETURNING ALL OLD *";
      same.put("ReturnValues", "ALL_OLD");
    }
    return call(statement, "DeleteItem", same);
  }

  /** A statement that updates an item, which must be there; empty when none of its kind came up. */
  Optional<Call> update(String table, Map<String, Object> key) {
    for (int draw = 0; draw < DRAWS; draw++) {
      ExpressionGenerator expressions = new ExpressionGenerator(values);
      String update = expressions.update();
      Matcher ofSet = OF_SET.matcher(update);
      boolean set = ofSet.matches() && isSet(ofSet.group(2).replace("#", ""));
      if (!SEVERAL.matcher(update).find() && (set || !update.matches("(ADD|DELETE).*"))) {
        String clause =
            set
                ? "SET %s = %s(%s, %s)"
                    .formatted(
                        ofSet.group(2),
                        update.startsWith("ADD") ? "set_add" : "set_delete",
                        ofSet.group(2),
                        ofSet.group(3))
                : update;
        return Optional.of(update(table, key, update, clause, expressions));
      }
    }
    return Optional.empty();
  }

  private static boolean isSet(String attribute) {
    return ExpressionGenerator.ATTRIBUTES.getOrDefault(attribute, "").endsWith("S")
        && !attribute.equals("data")
        && !attribute.equals("a");
  }

  private Call update(
      String table,
      Map<String, Object> key,
      String update,
      String clause,
      ExpressionGenerator expressions) {
    Map<String, Object> same =
        Json.object("TableName", table, "Key", key, "UpdateExpression", update);
    String condition = values.chance(30) ? expressions.condition(1) : "";
    expressions.bindTo(same);
    same.put(
        "ConditionExpression",
        condition.isEmpty()
            ? "attribute_exists(p)"
            : "attribute_exists(p) AND (" + condition + ")");
    String statement = "UPDATE \"" + table + "\" " + translated(clause, same);
    statement += " WHERE " + keyed(key);
    if (!condition.isEmpty()) {
      statement += " AND (" + translated(condition, same) + ")";
    }
    // Which list elements are shown as modified is not documented.
    List<String> shown =
        update.contains("[")
            ? List.of("ALL OLD", "ALL NEW")
            : List.of("ALL OLD", "ALL NEW", "MODIFIED OLD", "MODIFIED NEW");
    if (values.chance(60)) {
      String returning = values.pick(shown);
      statement += " RETURNING " + returning + " *";
      same.put("ReturnValues", returning.replace("MODIFIED", "UPDATED").replace(' ', '_'));
    }
    return call(statement, "UpdateItem", same);
  }

  /** A statement that reads one item. */
  Call get(String table, Map<String, Object> key) {
    return call(
        "SELECT * FROM \"" + table + "\" WHERE " + keyed(key),
        "GetItem",
        Json.object("TableName", table, "Key", key));
  }

  /** Statements that are done each for itself. */
  static Call batch(List<Call> members) {
    List<Object> statements = new ArrayList<>();
    for (Call member : members) {
      Map<String, Object> statement = Json.asObject(Json.copy(member.request()));
      // What a batch uses together is not modelled.
      statement.remove("ReturnConsumedCapacity");
      statements.add(statement);
    }
    return new Call("BatchExecuteStatement", Json.object("Statements", statements));
  }

  /** A statement that reads one partition, in the order of the sort key. */
  Call query(String table, Map<String, Object> key) {
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    Map<String, Object> same = Json.object("TableName", table);
    String condition = "p = " + expressions.bind(Json.asObject(key.getOrDefault("p", Map.of())));
    if (key.containsKey("s") && values.chance(50)) {
      String sorted = expressions.bind(Json.asObject(key.getOrDefault("s", Map.of())));
      condition += " AND s" + values.pick(List.of(" = ", " < ", " >= ")) + sorted;
    }
    same.put("KeyConditionExpression", condition);
    String filter = values.chance(50) ? expressions.condition(1) : "";
    expressions.bindTo(same);
    String where = translated(condition, same);
    if (!filter.isEmpty()) {
      same.put("FilterExpression", filter);
      where += " AND (" + translated(filter, same) + ")";
    }
    return call("SELECT * FROM \"" + table + "\" WHERE " + where, "Query", same);
  }

  /** A statement that reads a whole table, in no order. */
  Call scan(String table) {
    ExpressionGenerator expressions = new ExpressionGenerator(values);
    Map<String, Object> same = Json.object("TableName", table);
    String filter = values.chance(70) ? expressions.condition(1) : "";
    expressions.bindTo(same);
    String statement = "SELECT * FROM \"" + table + "\"";
    if (!filter.isEmpty()) {
      same.put("FilterExpression", filter);
      statement += " WHERE " + translated(filter, same);
    }
    return call(statement, "Scan", same);
  }

  private Call call(String statement, String operation, Map<String, Object> same) {
    Map<String, Object> request = Json.object("Statement", statement);
    if (!parameters.isEmpty()) {
      request.put("Parameters", List.copyOf(parameters));
    }
    if (values.chance(30)) {
      String capacity = values.pick(List.of("TOTAL", "INDEXES"));
      request.put("ReturnConsumedCapacity", capacity);
      same.put("ReturnConsumedCapacity", capacity);
    }
    request.put("SameAs", Json.object("Operation", operation, "Request", same));
    return new Call("ExecuteStatement", request);
  }

  private String keyed(Map<String, Object> key) {
    return key.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + parameter(entry.getValue()))
        .collect(Collectors.joining(" AND "));
  }

  private String parameter(Object value) {
    parameters.add(value);
    return "?";
  }

  /** The expression in the words of PartiQL; takes its values as parameters, in their order. */
  private String translated(String expression, Map<String, Object> bound) {
    String text = MISSING.matcher(expression).replaceAll("$1 IS MISSING");
    text = EXISTS.matcher(text).replaceAll("$1 IS NOT MISSING");
    text = CANDIDATES.matcher(text).replaceAll(" IN [$1]");
    Map<String, Object> taken =
        Json.asObject(bound.getOrDefault("ExpressionAttributeValues", Map.of()));
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                found.group().startsWith("#")
                    ? '"' + found.group().substring(1) + '"'
                    : Matcher.quoteReplacement(
                        parameter(taken.getOrDefault(found.group(), Map.of()))));
  }
}
