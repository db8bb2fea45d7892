package io.cairndb.reference.model;

import io.cairndb.reference.model.TableDefinition.IndexDefinition;
import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Capacity one request consumed on one table. Confined to the model's thread. */
final class Capacity {
  private final String tableName;
  private double table;
  private final Map<String, Double> local = new LinkedHashMap<>();
  private final Map<String, Double> global = new LinkedHashMap<>();

  Capacity(String tableName) {
    this.tableName = tableName;
  }

  static double writeUnits(int bytes) {
    return Math.max(1, (bytes + 1023) / 1024);
  }

  static double readUnits(int bytes, boolean consistent) {
    double units = Math.max(1, (bytes + 4095) / 4096);
    return consistent ? units : units / 2;
  }

  void addTable(double units) {
    table += units;
  }

  void addIndex(IndexDefinition index, double units) {
    (index.local() ? local : global).merge(index.name(), units, Double::sum);
  }

  /** Adds a write; in a transaction the table costs twice, the indexes what they always cost. */
  void add(Capacity other, double tableFactor) {
    table += other.table * tableFactor;
    other.local.forEach((name, units) -> local.merge(name, units, Double::sum));
    other.global.forEach((name, units) -> global.merge(name, units, Double::sum));
  }

  /** What the reply says for the ReturnConsumedCapacity of the request, empty for NONE. */
  Optional<Map<String, Object>> toJson(Map<String, Object> request) {
    String wanted = Json.text(request, "ReturnConsumedCapacity").orElse("NONE");
    if (wanted.equals("NONE")) {
      return Optional.empty();
    }
    Map<String, Object> result =
        Json.object("TableName", tableName, "CapacityUnits", number(total()));
    if (wanted.equals("INDEXES")) {
      result.put("Table", Json.object("CapacityUnits", number(table)));
      putIndexes(result, "LocalSecondaryIndexes", local);
      putIndexes(result, "GlobalSecondaryIndexes", global);
    }
    return Optional.of(result);
  }

  private static void putIndexes(
      Map<String, Object> result, String member, Map<String, Double> indexes) {
    if (!indexes.isEmpty()) {
      Map<String, Object> byName = new LinkedHashMap<>();
      indexes.forEach(
          (name, units) -> byName.put(name, Json.object("CapacityUnits", number(units))));
      result.put(member, byName);
    }
  }

  private double total() {
    return table
        + local.values().stream().mapToDouble(Double::doubleValue).sum()
        + global.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static BigDecimal number(double units) {
    return BigDecimal.valueOf(units);
  }
}
