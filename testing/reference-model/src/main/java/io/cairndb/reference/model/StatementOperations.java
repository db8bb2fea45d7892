package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PartiQL statements. The model has no parser for them: with each comes the request that means the
 * same, which is done in its place, and the answer is put as a statement's.
 */
final class StatementOperations {
  private static final Map<String, String> ERROR_CODES =
      Map.of(
          "ConditionalCheckFailedException", "ConditionalCheckFailed",
          "DuplicateItemException", "DuplicateItem",
          "ValidationException", "ValidationError");
  private static final Pattern PARAMETER = Pattern.compile("^Invalid \\w+Expression: ");

  private final ReferenceModel model;

  StatementOperations(ReferenceModel model) {
    this.model = model;
  }

  Map<String, Object> execute(Map<String, Object> request) {
    Map<String, Object> same = Json.asObject(request.getOrDefault("SameAs", Map.of()));
    String operation = (String) same.getOrDefault("Operation", "");
    Map<String, Object> answer;
    try {
      answer = model.dispatch(operation, requestOf(request));
    } catch (ModelException fault) {
      throw asOfStatement(operation, fault);
    }
    Map<String, Object> body = Json.object("Items", items(answer));
    Json.member(answer, "ConsumedCapacity")
        .ifPresent(capacity -> body.put("ConsumedCapacity", capacity));
    return body;
  }

  /** Statements each for itself, unless two of them are about one item. */
  Map<String, Object> executeEach(Map<String, Object> request) {
    List<Object> statements = Json.asList(request.getOrDefault("Statements", List.of()));
    Set<List<Object>> seen = new HashSet<>();
    for (Object statement : statements) {
      if (!seen.add(placeOf(Json.asObject(statement)))) {
        throw ModelException.unfit("Provided list of item keys contains duplicates");
      }
    }
    List<Object> responses = new ArrayList<>();
    statements.forEach(statement -> responses.add(respond(Json.asObject(statement))));
    return Json.object("Responses", responses);
  }

  private List<Object> placeOf(Map<String, Object> statement) {
    Map<String, Object> request = requestOf(statement);
    Map<String, Object> keyed =
        Json.asObject(request.getOrDefault("Key", request.getOrDefault("Item", Map.of())));
    String table = (String) request.getOrDefault("TableName", "");
    return List.of(table, model.table(table).keyOf(ValueReader.item(keyed)));
  }

  private Map<String, Object> respond(Map<String, Object> statement) {
    Object table = requestOf(statement).getOrDefault("TableName", "");
    try {
      Map<String, Object> response = Json.object("TableName", table);
      Json.asList(execute(statement).getOrDefault("Items", List.of()))
          .forEach(item -> response.put("Item", item));
      return response;
    } catch (ModelException fault) {
      String code = ERROR_CODES.getOrDefault(fault.name(), fault.name());
      Map<String, Object> response =
          Json.object("Error", Json.object("Code", code, "Message", fault.text()));
      if (!code.equals("ValidationError")) {
        response.put("TableName", table);
      }
      return response;
    }
  }

  private static Map<String, Object> requestOf(Map<String, Object> statement) {
    Map<String, Object> same = Json.asObject(statement.getOrDefault("SameAs", Map.of()));
    return Json.asObject(same.getOrDefault("Request", Map.of()));
  }

  private static List<Object> items(Map<String, Object> answer) {
    Map<String, Object> attributes =
        Json.asObject(answer.getOrDefault("Attributes", Json.object()));
    if (answer.containsKey("Item")) {
      return List.of(answer.getOrDefault("Item", Map.of()));
    }
    return attributes.isEmpty()
        ? Json.asList(answer.getOrDefault("Items", List.of()))
        : List.of(attributes);
  }

  private static ModelException asOfStatement(String operation, ModelException fault) {
    if (operation.equals("PutItem") && fault.name().equals("ConditionalCheckFailedException")) {
      return ModelException.duplicate("Duplicate primary key exists in table");
    }
    return fault.name().equals("ValidationException")
        ? ModelException.unfit(PARAMETER.matcher(fault.text()).replaceFirst(""))
        : fault;
  }
}
