package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer in canonical form: members of maps and of sets in order, lists whose order DynamoDB
 * leaves open in order too, numbers by value. Two servers agree when their answers are equal.
 *
 * @param error the error's name, empty for a success
 * @param message the error's text
 * @param body what was returned
 */
public record Answer(String error, String message, String body) {
  private static final String UNSPECIFIED = "…";

  static Answer of(Call call, Reply reply) {
    if (reply.ok()) {
      return new Answer("", "", Json.write(canonical(call, reply.body())));
    }
    Map<String, Object> rest = new TreeMap<>(reply.body());
    rest.keySet().removeAll(List.of("__type", "message", "Message"));
    String message = reply.errorMessage();
    String status = reply.status() == 400 ? "" : reply.status() + " ";
    return new Answer(status + reply.errorName(), message, Json.write(canonical(call, rest)));
  }

  /** Whether {@code actual} is what this answer, the expected one, allows. */
  boolean allows(Answer actual) {
    if (!error.equals(actual.error)) {
      return false;
    }
    if (body.contains("\"replayed\"")) {
      return true;
    }
    int open = message.indexOf(UNSPECIFIED);
    boolean sameMessage =
        open >= 0
            ? actual.message.startsWith(message.substring(0, open))
            : message.equals(actual.message);
    return sameMessage && body.equals(actual.body);
  }

  private static Map<String, Object> canonical(Call call, Map<String, Object> body) {
    Map<String, Object> result = new TreeMap<>();
    body.forEach((name, value) -> result.put(name, canonical(name, value)));
    // An update that touched nothing it could show may say so by an empty map or not at all.
    result.remove("Attributes", Map.of());
    if (call.unordered() && result.containsKey("Items")) {
      sort(result, "Items");
    }
    if (call.operation().equals("BatchGetItem") && result.containsKey("Responses")) {
      Map<String, Object> tables = Json.asObject(result.getOrDefault("Responses", ""));
      tables.replaceAll((table, items) -> sorted(Json.asList(items)));
      // A table without any item found may be named or not.
      tables.values().removeIf(items -> Json.asList(items).isEmpty());
    }
    if (call.operation().equals("TransactGetItems") && result.containsKey("Responses")) {
      // An item of which the projection leaves nothing may be shown as empty or not at all.
      Json.asList(result.getOrDefault("Responses", List.of()))
          .forEach(one -> Json.asObject(one).values().removeIf(Map.of()::equals));
    }
    if (call.operation().contains("Write") && result.containsKey("ItemCollectionMetrics")) {
      Json.asObject(result.getOrDefault("ItemCollectionMetrics", ""))
          .replaceAll((table, metrics) -> sorted(Json.asList(metrics)));
    }
    if (result.get("ConsumedCapacity") instanceof List<?>) {
      sort(result, "ConsumedCapacity");
    }
    return result;
  }

  private static void sort(Map<String, Object> body, String member) {
    body.put(member, sorted(Json.asList(body.getOrDefault(member, List.of()))));
  }

  private static List<Object> sorted(List<Object> list) {
    List<Object> result = new ArrayList<>(list);
    result.sort(Comparator.comparing(Json::write));
    return result;
  }

  private static Object canonical(String name, Object value) {
    if (value instanceof Map) {
      Map<String, Object> result = new TreeMap<>();
      Json.asObject(value).forEach((key, member) -> result.put(key, canonical(key, member)));
      // No capacity and no mention of capacity mean the same.
      result.entrySet().removeIf(entry -> isZeroCapacity(entry.getKey(), entry.getValue()));
      return result;
    }
    if (value instanceof List) {
      List<Object> result = new ArrayList<>();
      Json.asList(value).forEach(member -> result.add(canonical("", member)));
      boolean set = name.equals("SS") || name.equals("NS") || name.equals("BS");
      return set ? sorted(result) : result;
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
    return value;
  }

  private static boolean isZeroCapacity(String name, Object value) {
    return name.equals("Table")
        && value instanceof Map
        && (Json.asObject(value).isEmpty()
            || BigDecimal.ZERO.equals(Json.asObject(value).get("CapacityUnits")));
  }

  @Override
  public String toString() {
    return error.isEmpty() ? body : error + ": " + message + (body.equals("{}") ? "" : " " + body);
  }
}
