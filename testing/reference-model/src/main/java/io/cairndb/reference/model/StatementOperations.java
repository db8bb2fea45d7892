package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * PartiQL statements. The model has no parser for them: with each comes the request that means the
 * same, which is done in its place, and the answer is put as a statement's.
 */
final class StatementOperations {
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
      answer = model.dispatch(operation, Json.asObject(same.getOrDefault("Request", Map.of())));
    } catch (ModelException fault) {
      throw asOfStatement(operation, fault);
    }
    Map<String, Object> body = Json.object("Items", items(answer));
    Json.member(answer, "ConsumedCapacity")
        .ifPresent(capacity -> body.put("ConsumedCapacity", capacity));
    return body;
  }

  private static List<Object> items(Map<String, Object> answer) {
    Map<String, Object> attributes =
        Json.asObject(answer.getOrDefault("Attributes", Json.object()));
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
