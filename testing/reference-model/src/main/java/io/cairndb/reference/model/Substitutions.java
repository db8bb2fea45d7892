package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.wire.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** ExpressionAttributeNames and -Values of one request, and which of them were used. */
final class Substitutions {
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  /**
   * Reads them from the request.
   *
   * @param expressions the expression parameters of the operation, in the order error messages name
   *     them
   */
  static Substitutions of(Map<String, Object> request, String... expressions) {
    Substitutions result = new Substitutions();
    boolean any = false;
    for (String expression : expressions) {
      any |= request.containsKey(expression);
    }
    Object names = request.get("ExpressionAttributeNames");
    Object values = request.get("ExpressionAttributeValues");
    if (!any && names != null) {
      throw validation("ExpressionAttributeNames can only be specified when using expressions");
    }
    if (!any && values != null) {
      String problem = "ExpressionAttributeValues can only be specified when using expressions";
      throw validation(
          List.of(expressions).contains("KeyConditionExpression")
              ? problem + ": " + ExpressionParser.UNSPECIFIED
              : problem,
          problem
              + ": "
              + (expressions.length > 1
                  ? ExpressionParser.UNSPECIFIED
                  : expressions[0] + " is null"));
    }
    if (names != null) {
      Json.asObject(names).forEach((key, name) -> result.names.put(key, (String) name));
      if (result.names.isEmpty()) {
        throw validation("ExpressionAttributeNames must not be empty");
      }
    }
    if (values != null) {
      result.readValues(Json.asObject(values));
    }
    return result;
  }

  private void readValues(Map<String, Object> json) {
    if (json.isEmpty()) {
      throw validation("ExpressionAttributeValues must not be empty");
    }
    json.forEach(
        (key, value) -> {
          try {
            values.put(key, ValueReader.value(Json.asObject(value)));
          } catch (ModelException invalid) {
            throw validation(
                invalid.text(),
                "ExpressionAttributeValues contains invalid value: "
                    + invalid.olderText()
                    + " for key "
                    + key);
          }
        });
  }

  String name(String placeholder) {
    String name = names.get(placeholder);
    if (name == null) {
      throw new ExpressionException(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    used.add(placeholder);
    return name;
  }

  Value value(String placeholder) {
    Value value = values.get(placeholder);
    if (value == null) {
      throw new ExpressionException(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    used.add(placeholder);
    return value;
  }

  /** Rejects what no expression used. */
  void requireAllUsed() {
    requireUsed("ExpressionAttributeNames", names.keySet());
    requireUsed("ExpressionAttributeValues", values.keySet());
  }

  private void requireUsed(String parameter, Set<String> keys) {
    Set<String> unused = new TreeSet<>(keys);
    unused.removeAll(used);
    if (!unused.isEmpty()) {
      throw validation(
          "Value provided in "
              + parameter
              + " unused in expressions: keys: {"
              + String.join(", ", unused)
              + "}");
    }
  }

  /** A fault of an expression, before its parameter's name is put in front. */
  static final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
      super(message);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }
}
