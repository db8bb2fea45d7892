package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.validation;

import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.model.TableDefinition.IndexDefinition;
import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Query and Scan over a table or one of its indexes. Used once. */
final class ReadOperations {
  private static final int PAGE_BYTES = 1024 * 1024;

  private final ModelTable table;
  private final TableDefinition definition;
  private final Map<String, Object> request;
  private final Optional<IndexDefinition> index;
  private final List<String> keys;
  private final List<DocumentPath> projection = new ArrayList<>();

  ReadOperations(ModelTable table, Map<String, Object> request) {
    this.table = table;
    this.definition = table.definition();
    this.request = request;
    Optional<String> indexName = Json.text(request, "IndexName");
    this.index = indexName.flatMap(definition::index);
    if (indexName.isPresent() && index.isEmpty()) {
      throw validation("The table does not have the specified index: " + indexName.get());
    }
    this.keys = index.map(IndexDefinition::keys).orElse(definition.keys());
  }

  Map<String, Object> query() {
    LegacyParameters.requireOneWay(request);
    Substitutions substitutions =
        Substitutions.of(
            request, "FilterExpression", "ProjectionExpression", "KeyConditionExpression");
    requireEventualOnGlobal("'Limit'");
    Condition keyCondition = keyCondition(substitutions);
    Optional<Condition> filter = filter("QueryFilter", substitutions);
    readProjection(substitutions);
    substitutions.requireAllUsed();
    KeyConditions.check(keyCondition, keys, definition);
    filter.ifPresent(this::requireNoKeys);
    List<Map<String, Value>> rows =
        new ArrayList<>(
            rows().stream().filter(row -> Evaluator.matches(keyCondition, row)).toList());
    rows.sort(order());
    boolean backward = Boolean.FALSE.equals(request.get("ScanIndexForward"));
    return page(backward ? rows.reversed() : rows, filter);
  }

  private Condition keyCondition(Substitutions substitutions) {
    if (request.containsKey("KeyConditions")) {
      return LegacyParameters.keyCondition(request);
    }
    String text =
        Json.text(request, "KeyConditionExpression")
            .orElseThrow(
                () ->
                    validation(
                        "Either the KeyConditions or KeyConditionExpression parameter must be"
                            + " specified in the request."));
    return ExpressionParser.condition("KeyConditionExpression", text, substitutions);
  }

  Map<String, Object> scan() {
    LegacyParameters.requireOneWay(request);
    Substitutions substitutions =
        Substitutions.of(request, "FilterExpression", "ProjectionExpression");
    requireEventualOnGlobal("");
    requireSegments();
    Optional<Condition> filter = filter("ScanFilter", substitutions);
    readProjection(substitutions);
    substitutions.requireAllUsed();
    List<Map<String, Value>> rows = new ArrayList<>(rows());
    rows.removeIf(this::elsewhere);
    rows.sort(scanOrder());
    return page(rows, filter);
  }

  /** Whether the row belongs to another segment than the request asks for. */
  private boolean elsewhere(Map<String, Value> row) {
    int total = Json.member(request, "TotalSegments").map(ReadOperations::number).orElse(1);
    int segment = Json.member(request, "Segment").map(ReadOperations::number).orElse(0);
    return Math.floorMod(Objects.hashCode(row.get(keys.getFirst())), total) != segment;
  }

  private static int number(Object json) {
    return ((BigDecimal) json).intValue();
  }

  private void requireSegments() {
    Optional<Object> segment = Json.member(request, "Segment");
    Optional<Object> total = Json.member(request, "TotalSegments");
    if (segment.isPresent() && total.isEmpty()) {
      throw validation(
          "The TotalSegments parameter is required but was not present in the request when"
              + " Segment parameter is present");
    }
    if (segment.isEmpty() && total.isPresent()) {
      throw validation(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (segment.isPresent()
        && total.isPresent()
        && ((BigDecimal) segment.get()).compareTo((BigDecimal) total.get()) >= 0) {
      throw validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + segment.get()
              + " is not less than TotalSegments: "
              + total.get());
    }
  }

  private void requireEventualOnGlobal(String limitOfQuery) {
    boolean global = index.map(chosen -> !chosen.local()).orElse(false);
    if (global && Boolean.TRUE.equals(request.get("ConsistentRead"))) {
      throw validation("Consistent reads are not supported on global secondary indexes");
    }
    String select = Json.text(request, "Select").orElse("");
    boolean projected =
        request.containsKey("ProjectionExpression") || request.containsKey("AttributesToGet");
    if (select.equals("SPECIFIC_ATTRIBUTES") && !projected) {
      throw validation(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if (select.equals("COUNT") && projected) {
      throw validation(
          "Cannot specify the ProjectionExpression when choosing to get only the Count");
    }
    if (select.equals("ALL_ATTRIBUTES") && global && !projectsAll()) {
      throw validation(
          "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported"
              + " for global secondary index "
              + index.map(IndexDefinition::name).orElse("")
              + " because its projection type is not ALL");
    }
    Json.member(request, "Limit")
        .filter(limit -> ((BigDecimal) limit).signum() <= 0)
        .ifPresent(
            limit -> {
              throw ModelException.constraint(
                  limitOfQuery.isEmpty() ? "'" + limit + "' at 'limit'" : "at " + limitOfQuery,
                  "Member must have value greater than or equal to 1");
            });
  }

  private boolean projectsAll() {
    return index.map(chosen -> chosen.projection().equals("ALL")).orElse(true);
  }

  private void requireNoKeys(Condition filter) {
    for (String name : ExpressionParser.topLevelNames(filter)) {
      if (keys.contains(name)) {
        throw validation(
            "Filter Expression can only contain non-primary key attributes: Primary key"
                + " attribute: "
                + name);
      }
    }
  }

  private Optional<Condition> filter(String older, Substitutions substitutions) {
    return Json.text(request, "FilterExpression")
        .map(text -> ExpressionParser.condition("FilterExpression", text, substitutions))
        .or(() -> LegacyParameters.condition(older, request));
  }

  private void readProjection(Substitutions substitutions) {
    Json.text(request, "ProjectionExpression")
        .ifPresent(text -> projection.addAll(ExpressionParser.projection(text, substitutions)));
    projection.addAll(LegacyParameters.projection(request));
  }

  /** The items as the table or the index sees them; items missing an index key are not in it. */
  private List<Map<String, Value>> rows() {
    if (index.isEmpty()) {
      return List.copyOf(table.items());
    }
    List<Map<String, Value>> rows = new ArrayList<>();
    table.items().forEach(item -> index.get().entry(definition, item).ifPresent(rows::add));
    return rows;
  }

  private Comparator<Map<String, Value>> order() {
    Comparator<Map<String, Value>> byKeys = (_, _) -> 0;
    for (String name : keys.subList(1, keys.size())) {
      byKeys = byKeys.thenComparing((left, right) -> compare(left, right, name));
    }
    for (String name : definition.keys()) {
      byKeys = byKeys.thenComparing((left, right) -> compare(left, right, name));
    }
    return byKeys;
  }

  private Comparator<Map<String, Value>> scanOrder() {
    Comparator<Map<String, Value>> byPartition =
        (left, right) -> compare(left, right, keys.getFirst());
    return byPartition.thenComparing(order());
  }

  private static int compare(Map<String, Value> left, Map<String, Value> right, String name) {
    Value a = left.get(name);
    Value b = right.get(name);
    return a == null || b == null ? 0 : Value.compare(a, b);
  }

  private Map<String, Object> page(List<Map<String, Value>> rows, Optional<Condition> filter) {
    int from = startOf(rows);
    int limit =
        Json.member(request, "Limit")
            .map(l -> ((BigDecimal) l).intValue())
            .orElse(Integer.MAX_VALUE);
    int to = (int) Math.min(rows.size(), (long) from + limit);
    boolean full = false;
    int bytes = 0;
    for (int i = from; i < to && !full; i++) {
      bytes += Value.size(rows.get(i));
      if (bytes >= PAGE_BYTES) {
        full = true;
        to = i + 1;
      }
    }
    List<Map<String, Value>> scanned = rows.subList(from, to);
    List<Object> items = new ArrayList<>();
    for (Map<String, Value> row : scanned) {
      if (filter.map(condition -> Evaluator.matches(condition, row)).orElse(true)) {
        items.add(Value.toJson(shown(row)));
      }
    }
    Map<String, Object> reply =
        Json.object(
            "Count", BigDecimal.valueOf(items.size()),
            "ScannedCount", BigDecimal.valueOf(scanned.size()));
    if (!Json.text(request, "Select").orElse("").equals("COUNT")) {
      reply.put("Items", items);
    }
    if (full || scanned.size() == limit) {
      reply.put("LastEvaluatedKey", Value.toJson(position(scanned.getLast())));
    }
    cost(scanned).toJson(request).ifPresent(json -> reply.put("ConsumedCapacity", json));
    return reply;
  }

  private int startOf(List<Map<String, Value>> rows) {
    Optional<Object> start = Json.member(request, "ExclusiveStartKey");
    if (start.isEmpty()) {
      return 0;
    }
    Map<String, Value> key = ValueReader.item(Json.asObject(start.get()));
    for (int i = 0; i < rows.size(); i++) {
      if (position(rows.get(i)).equals(key)) {
        return i + 1;
      }
    }
    return rows.size();
  }

  private Map<String, Value> position(Map<String, Value> row) {
    Map<String, Value> key = new LinkedHashMap<>(row);
    key.keySet().removeIf(name -> !keys.contains(name) && !definition.keys().contains(name));
    return key;
  }

  private Map<String, Value> shown(Map<String, Value> row) {
    boolean local = index.map(IndexDefinition::local).orElse(false);
    boolean whole = Json.text(request, "Select").orElse("").equals("ALL_ATTRIBUTES");
    Map<String, Value> source =
        local && (whole || !projection.isEmpty()) ? table.find(table.keyOf(row)).orElse(row) : row;
    return projection.isEmpty() ? source : Projector.project(source, projection);
  }

  private Capacity cost(List<Map<String, Value>> scanned) {
    Capacity capacity = new Capacity(definition.name());
    boolean consistent = Boolean.TRUE.equals(request.get("ConsistentRead"));
    int bytes = scanned.stream().mapToInt(row -> Value.size(row)).sum();
    double units = Capacity.readUnits(bytes, consistent);
    index.ifPresentOrElse(
        chosen -> capacity.addIndex(chosen, units), () -> capacity.addTable(units));
    return capacity;
  }
}
