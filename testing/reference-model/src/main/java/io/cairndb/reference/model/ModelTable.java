package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.unfit;

import io.cairndb.reference.model.TableDefinition.IndexDefinition;
import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One table: its items by key, and the rules its keys put on items. */
final class ModelTable {
  private static final int ITEM_LIMIT = 400 * 1024;

  private TableDefinition definition;
  private final Map<List<Value>, Map<String, Value>> items = new LinkedHashMap<>();

  ModelTable(TableDefinition definition) {
    this.definition = definition;
  }

  /** Changes of items, oldest first, as a stream shows them. */
  private final List<Change> changes = new ArrayList<>();

  /** The attribute that tells when items expire, empty while nothing expires. */
  private String expiry = "";

  /** One change of an item; an empty map stands for no item. */
  record Change(Map<String, Value> key, Map<String, Value> old, Map<String, Value> now) {}

  List<Change> changes() {
    return changes;
  }

  String expiry() {
    return expiry;
  }

  void expireBy(String attribute) {
    expiry = attribute;
  }

  /** Replaces the shape, for an index that comes or goes. */
  void reshape(TableDefinition shape) {
    definition = shape;
  }

  /** ItemCollectionMetrics for the item with the key: collections here are always small. */
  Optional<Map<String, Object>> collection(List<Value> key, Map<String, Object> request) {
    boolean measured = definition.indexes().stream().anyMatch(IndexDefinition::local);
    if (!measured || !"SIZE".equals(request.get("ReturnItemCollectionMetrics"))) {
      return Optional.empty();
    }
    Map<String, Object> collection =
        Value.toJson(Map.of(definition.keys().getFirst(), key.getFirst()));
    List<BigDecimal> range = List.of(BigDecimal.ZERO, BigDecimal.ONE);
    return Optional.of(Json.object("ItemCollectionKey", collection, "SizeEstimateRangeGB", range));
  }

  TableDefinition definition() {
    return definition;
  }

  Collection<Map<String, Value>> items() {
    return items.values();
  }

  Optional<Map<String, Value>> find(List<Value> key) {
    return Optional.ofNullable(items.get(key));
  }

  /** Stores an item in place of the one with its key and tells what that costs. */
  Capacity put(Map<String, Value> item) {
    List<Value> key = keyOf(item);
    Map<String, Value> old = items.getOrDefault(key, Map.of());
    items.put(key, item);
    note(old, item);
    return cost(old, item);
  }

  /** Removes the item with the key, if any, and tells what that costs. */
  Capacity remove(List<Value> key) {
    Map<String, Value> old = items.getOrDefault(key, Map.of());
    items.remove(key);
    note(old, Map.of());
    return cost(old, Map.of());
  }

  private void note(Map<String, Value> old, Map<String, Value> now) {
    if (!old.equals(now)) {
      changes.add(new Change(keyAttributes(old.isEmpty() ? now : old), old, now));
    }
  }

  /** What replacing {@code old} by {@code now} costs; an empty map stands for no item. */
  Capacity cost(Map<String, Value> old, Map<String, Value> now) {
    Capacity cost = new Capacity(definition.name());
    cost.addTable(Capacity.writeUnits(Math.max(Value.size(old), Value.size(now))));
    for (IndexDefinition index : definition.indexes()) {
      Optional<Map<String, Value>> before = index.entry(definition, old);
      Optional<Map<String, Value>> after = index.entry(definition, now);
      double units = indexUnits(index, before.orElse(Map.of()), after.orElse(Map.of()));
      if (units > 0) {
        cost.addIndex(index, units);
      }
    }
    return cost;
  }

  private static double indexUnits(
      IndexDefinition index, Map<String, Value> before, Map<String, Value> after) {
    if (before.equals(after)) {
      return 0;
    }
    boolean moved =
        !before.isEmpty()
            && !after.isEmpty()
            && index.keys().stream()
                .anyMatch(
                    key ->
                        !Optional.ofNullable(before.get(key))
                            .equals(Optional.ofNullable(after.get(key))));
    double removal = Capacity.writeUnits(Value.size(before));
    double insertion = Capacity.writeUnits(Value.size(after));
    return moved ? removal + insertion : Math.max(removal, insertion);
  }

  /** The key of an item that is known to have one. */
  List<Value> keyOf(Map<String, Value> item) {
    List<Value> key = new ArrayList<>();
    for (String name : definition.keys()) {
      Value part = item.get(name);
      if (part != null) {
        key.add(part);
      }
    }
    return key;
  }

  /** The key attributes of an item. */
  Map<String, Value> keyAttributes(Map<String, Value> item) {
    Map<String, Value> key = new LinkedHashMap<>(item);
    key.keySet().retainAll(definition.keys());
    return key;
  }

  /** Reads the Key parameter of a request. */
  List<Value> requireKey(Map<String, Value> key) {
    if (key.size() != definition.keys().size()) {
      throw unfit("The provided key element does not match the schema");
    }
    List<Value> result = new ArrayList<>();
    for (String name : definition.keys()) {
      Value part = key.get(name);
      if (part == null || !part.type().equals(definition.typeOf(name))) {
        throw unfit("The provided key element does not match the schema");
      }
      requireNotEmpty(name, part);
      result.add(part);
    }
    return result;
  }

  /** Rejects an item that cannot stand in this table or its indexes. */
  void requireStorable(Map<String, Value> item) {
    for (String name : definition.keys()) {
      Value part = item.get(name);
      if (part == null) {
        throw unfit(
            "One or more parameter values were invalid: Missing the key " + name + " in the item");
      }
      if (!part.type().equals(definition.typeOf(name))) {
        throw unfit(
            "One or more parameter values were invalid: Type mismatch for key "
                + name
                + " expected: "
                + definition.typeOf(name)
                + " actual: "
                + part.type());
      }
      requireNotEmpty(name, part);
    }
    requireIndexable(item);
    if (Value.size(item) > ITEM_LIMIT) {
      throw unfit("Item size has exceeded the maximum allowed size");
    }
  }

  void requireIndexable(Map<String, Value> item) {
    for (IndexDefinition index : definition.indexes()) {
      for (String name : index.keys()) {
        Value part = item.get(name);
        if (part != null && !part.type().equals(definition.typeOf(name))) {
          throw unfit(
              "One or more parameter values were invalid: Type mismatch for Index Key "
                  + name
                  + " Expected: "
                  + definition.typeOf(name)
                  + " Actual: "
                  + part.type()
                  + " IndexName: "
                  + ExpressionParser.UNSPECIFIED); // several indexes may share the attribute
        }
        if (part != null && part.size() == 0) {
          throw unfit(
              "One or more parameter values are not valid. A value specified for a secondary"
                  + " index key is not supported. The AttributeValue for a key attribute cannot"
                  + " contain an empty "
                  + (part instanceof Value.Text ? "string" : "binary")
                  + " value. IndexName: "
                  + ExpressionParser.UNSPECIFIED);
        }
      }
    }
  }

  private static void requireNotEmpty(String name, Value part) {
    if (part.size() == 0) {
      throw unfit(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (part instanceof Value.Text ? "string" : "binary")
              + " value. Key: "
              + name);
    }
  }
}
