package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of a table as CreateTable gave it. */
record TableDefinition(
    String name,
    List<String> keys,
    Map<String, String> types,
    List<IndexDefinition> indexes,
    String streamView) {

  /** The shape of an index; {@code projection} is ALL, KEYS_ONLY or INCLUDE. */
  record IndexDefinition(
      String name, boolean local, List<String> keys, String projection, List<String> included) {

    /** What the index holds of an item, or empty when the item lacks a key attribute of it. */
    Optional<Map<String, Value>> entry(TableDefinition table, Map<String, Value> item) {
      if (!item.keySet().containsAll(keys)) {
        return Optional.empty();
      }
      if (projection.equals("ALL")) {
        return Optional.of(item);
      }
      Map<String, Value> entry = new LinkedHashMap<>();
      item.forEach(
          (name, value) -> {
            if (keys.contains(name) || table.keys().contains(name) || included.contains(name)) {
              entry.put(name, value);
            }
          });
      return Optional.of(entry);
    }
  }

  static TableDefinition of(Map<String, Object> request) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Object one : Json.asList(request.getOrDefault("AttributeDefinitions", List.of()))) {
      Map<String, Object> definition = Json.asObject(one);
      types.put(
          (String) definition.getOrDefault("AttributeName", ""),
          (String) definition.getOrDefault("AttributeType", ""));
    }
    Map<String, Object> stream =
        Json.asObject(request.getOrDefault("StreamSpecification", Map.of()));
    List<IndexDefinition> indexes = new ArrayList<>();
    addIndexes(request, "LocalSecondaryIndexes", true, indexes);
    addIndexes(request, "GlobalSecondaryIndexes", false, indexes);
    return new TableDefinition(
        (String) request.getOrDefault("TableName", ""),
        keys(request),
        types,
        indexes,
        (String) stream.getOrDefault("StreamViewType", ""));
  }

  /** The same table with one more index. */
  TableDefinition with(Map<String, Object> create) {
    List<IndexDefinition> more = new ArrayList<>(indexes);
    addIndexes(Json.object("Create", List.of(create)), "Create", false, more);
    return new TableDefinition(name, keys, types, more, streamView);
  }

  /** The same table with one index less. */
  TableDefinition without(String indexName) {
    List<IndexDefinition> rest =
        indexes.stream().filter(index -> !index.name().equals(indexName)).toList();
    return new TableDefinition(name, keys, types, rest, streamView);
  }

  private static void addIndexes(
      Map<String, Object> request, String member, boolean local, List<IndexDefinition> into) {
    for (Object one : Json.asList(request.getOrDefault(member, List.of()))) {
      Map<String, Object> index = Json.asObject(one);
      Map<String, Object> projection =
          Json.asObject(index.getOrDefault("Projection", Map.of("ProjectionType", "ALL")));
      List<String> included = new ArrayList<>();
      Json.asList(projection.getOrDefault("NonKeyAttributes", List.of()))
          .forEach(name -> included.add((String) name));
      into.add(
          new IndexDefinition(
              (String) index.getOrDefault("IndexName", ""),
              local,
              keys(index),
              (String) projection.getOrDefault("ProjectionType", "ALL"),
              included));
    }
  }

  private static List<String> keys(Map<String, Object> owner) {
    List<String> hash = new ArrayList<>();
    List<String> range = new ArrayList<>();
    for (Object one : Json.asList(owner.getOrDefault("KeySchema", List.of()))) {
      Map<String, Object> element = Json.asObject(one);
      String name = (String) element.getOrDefault("AttributeName", "");
      ("HASH".equals(element.get("KeyType")) ? hash : range).add(name);
    }
    hash.addAll(range);
    return hash;
  }

  /** The type an attribute must have; only asked for key attributes, which all have one. */
  String typeOf(String attribute) {
    return String.valueOf(types.get(attribute));
  }

  Optional<IndexDefinition> index(String indexName) {
    return indexes.stream().filter(index -> index.name().equals(indexName)).findFirst();
  }
}
