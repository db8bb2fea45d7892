package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.model.ItemOperations.Plan;
import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** TransactGetItems and TransactWriteItems: all or nothing. */
final class TransactionOperations {
  private static final String SAME_ITEM =
      "Transaction request cannot include multiple operations on one item";

  private final ReferenceModel model;
  private final Map<String, Map<String, Object>> byToken = new HashMap<>();

  TransactionOperations(ReferenceModel model) {
    this.model = model;
  }

  private record Step(ModelTable table, Plan plan, Map<String, Object> request) {}

  Map<String, Object> get(Map<String, Object> request) {
    List<Object> responses = new ArrayList<>();
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    Set<List<Object>> keys = new HashSet<>();
    for (Object one : Json.asList(request.getOrDefault("TransactItems", List.of()))) {
      Map<String, Object> get = Json.asObject(Json.asObject(one).getOrDefault("Get", ""));
      String name = (String) get.getOrDefault("TableName", "");
      ModelTable table = model.table(name);
      Map<String, Object> reply = new ItemOperations(table).get(get);
      responses.add(
          Json.member(reply, "Item").map(item -> Json.object("Item", item)).orElse(Json.object()));
      Map<String, Value> key = ValueReader.item(Json.asObject(get.getOrDefault("Key", Map.of())));
      if (!keys.add(List.of(name, table.requireKey(key)))) {
        throw validation(SAME_ITEM);
      }
      int size = Value.size(table.find(table.requireKey(key)).orElse(Map.of()));
      capacities.computeIfAbsent(name, Capacity::new).addTable(2 * Capacity.readUnits(size, true));
    }
    Map<String, Object> reply = Json.object("Responses", responses);
    putCapacities(reply, capacities, request, "ReadCapacityUnits");
    return reply;
  }

  Map<String, Object> write(Map<String, Object> request) {
    Optional<String> token = Json.text(request, "ClientRequestToken");
    Map<String, Object> content = Json.object("items", request.getOrDefault("TransactItems", ""));
    if (token.isPresent() && byToken.containsKey(token.get())) {
      if (!content.equals(byToken.get(token.get()))) {
        throw ModelException.idempotentMismatch(ExpressionParser.UNSPECIFIED);
      }
      return Json.object("replayed", true);
    }
    List<Step> steps = plan(request);
    List<Object> reasons = new ArrayList<>();
    List<Map<String, Value>> outcomes = new ArrayList<>();
    boolean canceled = false;
    for (Step step : steps) {
      Map<String, Object> reason = judge(step, outcomes);
      canceled |= !"None".equals(reason.get("Code"));
      reasons.add(reason);
    }
    if (canceled) {
      String codes =
          reasons.stream()
              .map(reason -> String.valueOf(Json.asObject(reason).get("Code")))
              .collect(Collectors.joining(", "));
      throw ModelException.canceled(
          "Transaction cancelled, please refer cancellation reasons for specific reasons ["
              + codes
              + "]",
          reasons);
    }
    token.ifPresent(text -> byToken.put(text, content));
    return apply(steps, outcomes, request);
  }

  private Map<String, Object> apply(
      List<Step> steps, List<Map<String, Value>> outcomes, Map<String, Object> request) {
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String name = step.table().definition().name();
      Capacity capacity = capacities.computeIfAbsent(name, Capacity::new);
      capacity.add(applyOne(step, outcomes.get(i)), 2);
    }
    Map<String, Object> reply = Json.object();
    putCapacities(reply, capacities, request, "WriteCapacityUnits");
    Map<String, Set<Object>> collections = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.plan().kind().equals("ConditionCheck")) {
        continue; // only writes affect a collection
      }
      step.table()
          .collection(step.plan().key(), request)
          .ifPresent(
              metrics ->
                  collections
                      .computeIfAbsent(step.table().definition().name(), n -> new LinkedHashSet<>())
                      .add(metrics));
    }
    if (!collections.isEmpty()) {
      Map<String, Object> byTable = Json.object();
      collections.forEach((name, metrics) -> byTable.put(name, new ArrayList<>(metrics)));
      reply.put("ItemCollectionMetrics", byTable);
    }
    return reply;
  }

  private static Capacity applyOne(Step step, Map<String, Value> now) {
    if (step.plan().kind().equals("ConditionCheck")) {
      return step.table().cost(now, now);
    }
    return now.isEmpty() ? step.table().remove(step.plan().key()) : step.table().put(now);
  }

  private static void putCapacities(
      Map<String, Object> reply,
      Map<String, Capacity> capacities,
      Map<String, Object> request,
      String member) {
    List<Object> list = new ArrayList<>();
    for (Capacity capacity : capacities.values()) {
      capacity
          .toJson(request)
          .ifPresent(
              json -> {
                repeatUnits(json, member);
                list.add(json);
              });
    }
    if (!list.isEmpty()) {
      reply.put("ConsumedCapacity", list);
    }
  }

  /** Transactions say every figure twice, the second time under the kind of capacity. */
  private static void repeatUnits(Map<String, Object> json, String member) {
    json.values().stream()
        .filter(Map.class::isInstance)
        .forEach(inner -> repeatUnits(Json.asObject(inner), member));
    if (json.containsKey("CapacityUnits")) {
      json.put(member, json.getOrDefault("CapacityUnits", BigDecimal.ZERO));
    }
  }

  private List<Step> plan(Map<String, Object> request) {
    List<Step> steps = new ArrayList<>();
    Set<List<Object>> keys = new HashSet<>();
    for (Object one : Json.asList(request.getOrDefault("TransactItems", List.of()))) {
      Map.Entry<String, Object> entry = Json.asObject(one).entrySet().iterator().next();
      Map<String, Object> action = Json.asObject(entry.getValue());
      ModelTable table = model.table((String) action.getOrDefault("TableName", ""));
      ItemOperations operations = new ItemOperations(table);
      Plan plan =
          switch (entry.getKey()) {
            case "Put" -> operations.planPut(action);
            case "Update" -> operations.planUpdate(action);
            default -> operations.planDelete(action, entry.getKey());
          };
      if (!keys.add(List.of(table.definition().name(), plan.key()))) {
        throw validation(SAME_ITEM);
      }
      steps.add(new Step(table, plan, action));
    }
    return steps;
  }

  private static Map<String, Object> judge(Step step, List<Map<String, Value>> outcomes) {
    Map<String, Value> old = step.table().find(step.plan().key()).orElse(Map.of());
    if (!ItemOperations.satisfied(step.plan(), old)) {
      outcomes.add(old);
      Map<String, Object> reason =
          Json.object(
              "Code", "ConditionalCheckFailed", "Message", "The conditional request failed");
      String wanted =
          Json.text(step.request(), "ReturnValuesOnConditionCheckFailure").orElse("NONE");
      if (wanted.equals("ALL_OLD") && !old.isEmpty()) {
        reason.put("Item", Value.toJson(old));
      }
      return reason;
    }
    try {
      outcomes.add(new ItemOperations(step.table()).outcome(step.plan(), old));
      return Json.object("Code", "None");
    } catch (ModelException invalid) {
      outcomes.add(old);
      return Json.object("Code", "ValidationError", "Message", invalid.olderText());
    }
  }
}
