package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** BatchGetItem and BatchWriteItem: many requests in one, nothing atomic about them. */
final class BatchOperations {
  private static final String DUPLICATES = "Provided list of item keys contains duplicates";

  private final ReferenceModel model;

  BatchOperations(ReferenceModel model) {
    this.model = model;
  }

  Map<String, Object> get(Map<String, Object> request) {
    Map<String, Object> responses = Json.object();
    List<Object> capacities = new ArrayList<>();
    Json.asObject(request.getOrDefault("RequestItems", Map.of()))
        .forEach(
            (name, wanted) -> {
              Capacity capacity = new Capacity(name);
              responses.put(name, getFrom(model.table(name), Json.asObject(wanted), capacity));
              capacity.toJson(request).ifPresent(capacities::add);
            });
    Map<String, Object> reply =
        Json.object("Responses", responses, "UnprocessedKeys", Json.object());
    if (!capacities.isEmpty()) {
      reply.put("ConsumedCapacity", capacities);
    }
    return reply;
  }

  private static List<Object> getFrom(
      ModelTable table, Map<String, Object> wanted, Capacity capacity) {
    Substitutions substitutions = Substitutions.of(wanted, "ProjectionExpression");
    List<DocumentPath> paths = LegacyParameters.projection(wanted);
    Json.text(wanted, "ProjectionExpression")
        .ifPresent(text -> paths.addAll(ExpressionParser.projection(text, substitutions)));
    substitutions.requireAllUsed();
    boolean consistent = Boolean.TRUE.equals(wanted.get("ConsistentRead"));
    Set<List<Value>> keys = new HashSet<>();
    List<Object> found = new ArrayList<>();
    for (Object json : Json.asList(wanted.getOrDefault("Keys", List.of()))) {
      List<Value> key = table.requireKey(ValueReader.item(Json.asObject(json)));
      if (!keys.add(key)) {
        throw validation(DUPLICATES);
      }
      Map<String, Value> item = table.find(key).orElse(Map.of());
      capacity.addTable(Capacity.readUnits(Value.size(item), consistent));
      if (!item.isEmpty()) {
        found.add(Value.toJson(paths.isEmpty() ? item : Projector.project(item, paths)));
      }
    }
    return found;
  }

  Map<String, Object> write(Map<String, Object> request) {
    List<Object> capacities = new ArrayList<>();
    Map<String, Object> byTable = Json.asObject(request.getOrDefault("RequestItems", Map.of()));
    byTable.forEach((name, writes) -> check(model.table(name), Json.asList(writes)));
    byTable.forEach(
        (name, writes) -> {
          Capacity capacity = new Capacity(name);
          Json.asList(writes)
              .forEach(one -> capacity.add(apply(model.table(name), Json.asObject(one)), 1));
          capacity.toJson(request).ifPresent(capacities::add);
        });
    Map<String, Object> reply = Json.object("UnprocessedItems", Json.object());
    Map<String, Object> collections = new LinkedHashMap<>();
    byTable.forEach(
        (name, writes) -> {
          ModelTable table = model.table(name);
          Set<Object> metrics = new LinkedHashSet<>();
          Json.asList(writes)
              .forEach(
                  one ->
                      table
                          .collection(keyOf(table, Json.asObject(one)), request)
                          .ifPresent(metrics::add));
          if (!metrics.isEmpty()) {
            collections.put(name, new ArrayList<>(metrics));
          }
        });
    if (!collections.isEmpty()) {
      reply.put("ItemCollectionMetrics", collections);
    }
    if (!capacities.isEmpty()) {
      reply.put("ConsumedCapacity", capacities);
    }
    return reply;
  }

  private static void check(ModelTable table, List<Object> writes) {
    Set<List<Value>> keys = new HashSet<>();
    for (Object write : writes) {
      if (!keys.add(keyOf(table, Json.asObject(write)))) {
        throw validation(DUPLICATES);
      }
    }
  }

  private static List<Value> keyOf(ModelTable table, Map<String, Object> write) {
    ItemOperations operations = new ItemOperations(table);
    return write.containsKey("PutRequest")
        ? operations.planPut(Json.asObject(write.getOrDefault("PutRequest", ""))).key()
        : operations
            .planDelete(Json.asObject(write.getOrDefault("DeleteRequest", "")), "Delete")
            .key();
  }

  private static Capacity apply(ModelTable table, Map<String, Object> write) {
    if (write.containsKey("PutRequest")) {
      Map<String, Object> put = Json.asObject(write.getOrDefault("PutRequest", ""));
      return table.put(new ItemOperations(table).planPut(put).item());
    }
    return table.remove(keyOf(table, write));
  }
}
