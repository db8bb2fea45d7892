package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.model.Expression.Action;
import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on one item of one table. */
final class ItemOperations {
  private final ModelTable table;

  ItemOperations(ModelTable table) {
    this.table = table;
  }

  /** A write that was checked in form but not yet against the stored item. */
  record Plan(
      List<Value> key,
      Optional<Condition> condition,
      List<Action> actions,
      Map<String, Value> item,
      String kind) {}

  Plan planPut(Map<String, Object> request) {
    Substitutions substitutions = Substitutions.of(request, "ConditionExpression");
    Map<String, Value> item = ValueReader.item(Json.asObject(request.getOrDefault("Item", "")));
    Optional<Condition> condition = condition(request, substitutions);
    substitutions.requireAllUsed();
    table.requireStorable(item);
    return new Plan(table.keyOf(item), condition, List.of(), item, "Put");
  }

  Plan planDelete(Map<String, Object> request, String kind) {
    Substitutions substitutions = Substitutions.of(request, "ConditionExpression");
    List<Value> key = key(request);
    Optional<Condition> condition = condition(request, substitutions);
    substitutions.requireAllUsed();
    return new Plan(key, condition, List.of(), Map.of(), kind);
  }

  Plan planUpdate(Map<String, Object> request) {
    LegacyParameters.requireOneWay(request);
    Substitutions substitutions =
        Substitutions.of(request, "UpdateExpression", "ConditionExpression");
    Map<String, Value> key = ValueReader.item(Json.asObject(request.getOrDefault("Key", "")));
    List<Action> actions = LegacyParameters.actions(request);
    Json.text(request, "UpdateExpression")
        .ifPresent(text -> actions.addAll(ExpressionParser.update(text, substitutions)));
    Optional<Condition> condition = condition(request, substitutions);
    substitutions.requireAllUsed();
    List<Value> parts = table.requireKey(key);
    for (Action action : actions) {
      if (table.definition().keys().contains(action.path().top())) {
        throw ModelException.unfit(
            "One or more parameter values were invalid: Cannot update attribute "
                + action.path().top()
                + ". This attribute is part of the key");
      }
    }
    String kind = request.containsKey("AttributeUpdates") ? "OlderUpdate" : "Update";
    return new Plan(parts, condition, actions, key, kind);
  }

  /** The item a plan leaves, given the one it finds; empty for none. */
  Map<String, Value> outcome(Plan plan, Map<String, Value> old) {
    return switch (plan.kind()) {
      case "Put" -> plan.item();
      case "Update", "OlderUpdate" -> updated(plan, old);
      case "ConditionCheck" -> old;
      default -> Map.of();
    };
  }

  private Map<String, Value> updated(Plan plan, Map<String, Value> old) {
    if (old.isEmpty() && onlyRemoves(plan.actions())) {
      return Map.of();
    }
    Map<String, Value> updated =
        Updater.apply(
            plan.actions(), old.isEmpty() ? plan.item() : old, plan.kind().equals("OlderUpdate"));
    table.requireIndexable(updated);
    return updated;
  }

  /** Nothing comes of an update that can only take away from an item that is not there. */
  private static boolean onlyRemoves(List<Action> actions) {
    return !actions.isEmpty()
        && actions.stream()
            .allMatch(one -> one.kind().equals("REMOVE") || one.kind().equals("DELETE"));
  }

  static boolean satisfied(Plan plan, Map<String, Value> old) {
    return plan.condition().map(condition -> Evaluator.matches(condition, old)).orElse(true);
  }

  Map<String, Object> put(Map<String, Object> request) {
    LegacyParameters.requireOneWay(request);
    requireOldOrNone(request);
    return write(planPut(request), request);
  }

  Map<String, Object> delete(Map<String, Object> request) {
    LegacyParameters.requireOneWay(request);
    requireOldOrNone(request);
    return write(planDelete(request, "Delete"), request);
  }

  Map<String, Object> update(Map<String, Object> request) {
    return write(planUpdate(request), request);
  }

  Map<String, Object> get(Map<String, Object> request) {
    LegacyParameters.requireOneWay(request);
    Substitutions substitutions = Substitutions.of(request, "ProjectionExpression");
    List<DocumentPath> paths = LegacyParameters.projection(request);
    Json.text(request, "ProjectionExpression")
        .ifPresent(text -> paths.addAll(ExpressionParser.projection(text, substitutions)));
    substitutions.requireAllUsed();
    Optional<Map<String, Value>> item = table.find(key(request));
    Map<String, Object> reply = Json.object();
    item.ifPresent(
        found ->
            reply.put(
                "Item", Value.toJson(paths.isEmpty() ? found : Projector.project(found, paths))));
    Capacity capacity = new Capacity(table.definition().name());
    boolean consistent = Boolean.TRUE.equals(request.get("ConsistentRead"));
    capacity.addTable(
        Capacity.readUnits(item.map(found -> Value.size(found)).orElse(0), consistent));
    capacity.toJson(request).ifPresent(json -> reply.put("ConsumedCapacity", json));
    return reply;
  }

  private Map<String, Object> write(Plan plan, Map<String, Object> request) {
    Map<String, Value> old = table.find(plan.key()).orElse(Map.of());
    if (!satisfied(plan, old)) {
      boolean show =
          Json.text(request, "ReturnValuesOnConditionCheckFailure").orElse("").equals("ALL_OLD");
      throw ModelException.conditionFailed(
          show && !old.isEmpty() ? Json.object("Item", Value.toJson(old)) : Map.of());
    }
    Map<String, Value> now = outcome(plan, old);
    Capacity capacity = now.isEmpty() ? table.remove(plan.key()) : table.put(now);
    Map<String, Object> reply = Json.object();
    Map<String, Value> returned = returned(plan, request, old, now);
    if (!returned.isEmpty()) {
      reply.put("Attributes", Value.toJson(returned));
    }
    capacity.toJson(request).ifPresent(json -> reply.put("ConsumedCapacity", json));
    table
        .collection(plan.key(), request)
        .ifPresent(metrics -> reply.put("ItemCollectionMetrics", metrics));
    return reply;
  }

  private static Map<String, Value> returned(
      Plan plan, Map<String, Object> request, Map<String, Value> old, Map<String, Value> now) {
    List<DocumentPath> touched = plan.actions().stream().map(Action::path).toList();
    return switch (Json.text(request, "ReturnValues").orElse("NONE")) {
      case "ALL_OLD" -> old;
      case "ALL_NEW" -> now;
      case "UPDATED_OLD" -> Projector.project(old, touched);
      case "UPDATED_NEW" -> Projector.project(now, touched);
      default -> new LinkedHashMap<>();
    };
  }

  private List<Value> key(Map<String, Object> request) {
    return table.requireKey(ValueReader.item(Json.asObject(request.getOrDefault("Key", Map.of()))));
  }

  private static Optional<Condition> condition(
      Map<String, Object> request, Substitutions substitutions) {
    return Json.text(request, "ConditionExpression")
        .map(text -> ExpressionParser.condition("ConditionExpression", text, substitutions))
        .or(() -> LegacyParameters.condition("Expected", request));
  }

  private static void requireOldOrNone(Map<String, Object> request) {
    String wanted = Json.text(request, "ReturnValues").orElse("NONE");
    if (!wanted.equals("NONE") && !wanted.equals("ALL_OLD")) {
      throw validation("ReturnValues can only be ALL_OLD or NONE");
    }
  }
}
