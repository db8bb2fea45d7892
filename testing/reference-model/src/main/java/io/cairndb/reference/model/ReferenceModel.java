package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The whole model: feeds one request, answers one reply. Not thread-safe: requests happen one after
 * the other.
 */
public final class ReferenceModel {
  private final Map<String, ModelTable> tables = new LinkedHashMap<>();
  private final TransactionOperations transactions = new TransactionOperations(this);

  /** Answers as DynamoDB would; an operation it does not know is a mistake of the caller. */
  public Reply call(String operation, Map<String, Object> request) {
    try {
      return new Reply(200, dispatch(operation, request));
    } catch (ModelException error) {
      return error.toReply(operation);
    }
  }

  Map<String, Object> dispatch(String operation, Map<String, Object> request) {
    return switch (operation) {
      case "CreateTable" -> createTable(request);
      case "DeleteTable" -> deleteTable(request);
      case "PutItem" -> new ItemOperations(table(request)).put(request);
      case "GetItem" -> new ItemOperations(table(request)).get(request);
      case "DeleteItem" -> new ItemOperations(table(request)).delete(request);
      case "UpdateItem" -> new ItemOperations(table(request)).update(request);
      case "Query" -> new ReadOperations(table(request), request).query();
      case "Scan" -> new ReadOperations(table(request), request).scan();
      case "BatchGetItem" -> new BatchOperations(this).get(request);
      case "BatchWriteItem" -> new BatchOperations(this).write(request);
      case "UpdateTable" -> updateTable(request);
      case "UpdateTimeToLive" -> updateTimeToLive(request);
      case "DescribeTimeToLive" -> describeTimeToLive(request);
      case "ExecuteStatement" -> new StatementOperations(this).execute(request);
      case "BatchExecuteStatement" -> new StatementOperations(this).executeEach(request);
      case "Streams:History" -> History.of(table(request));
      case "TransactGetItems" -> transactions.get(request);
      case "TransactWriteItems" -> transactions.write(request);
      default -> throw new IllegalArgumentException("not modelled: " + operation);
    };
  }

  private Map<String, Object> createTable(Map<String, Object> request) {
    TableDefinition definition = TableDefinition.of(request);
    if (tables.containsKey(definition.name())) {
      throw ModelException.inUse("Table already exists: " + definition.name());
    }
    tables.put(definition.name(), new ModelTable(definition));
    return Json.object();
  }

  /** Adds or removes an index, which here is done at once. */
  private Map<String, Object> updateTable(Map<String, Object> request) {
    ModelTable table = table(request);
    TableDefinition shape = table.definition();
    for (Object one : Json.asList(request.getOrDefault("GlobalSecondaryIndexUpdates", ""))) {
      Map<String, Object> change = Json.asObject(one);
      boolean create = change.containsKey("Create");
      Map<String, Object> index =
          Json.asObject(change.getOrDefault(create ? "Create" : "Delete", Map.of()));
      String name = (String) index.getOrDefault("IndexName", "");
      if (create == shape.index(name).isPresent()) {
        throw create
            ? ModelException.unfit(
                "One or more parameter values were invalid: Index already exists: " + name)
            : ModelException.notFound(
                "Requested resource not found" + ExpressionParser.UNSPECIFIED);
      }
      shape = create ? shape.with(index) : shape.without(name);
    }
    table.reshape(shape);
    return Json.object();
  }

  private Map<String, Object> updateTimeToLive(Map<String, Object> request) {
    ModelTable table = table(request);
    Map<String, Object> wanted =
        Json.asObject(request.getOrDefault("TimeToLiveSpecification", Map.of()));
    String attribute = (String) wanted.getOrDefault("AttributeName", "");
    boolean enable = Boolean.TRUE.equals(wanted.get("Enabled"));
    if (enable && table.expiry().equals(attribute)) {
      throw ModelException.unfit("TimeToLive is already enabled");
    }
    if (!enable && table.expiry().isEmpty()) {
      throw ModelException.unfit("TimeToLive is already disabled");
    }
    if (!table.expiry().isEmpty() && !table.expiry().equals(attribute)) {
      throw ModelException.unfit(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + table.expiry());
    }
    table.expireBy(enable ? attribute : "");
    return Json.object("TimeToLiveSpecification", wanted);
  }

  private Map<String, Object> describeTimeToLive(Map<String, Object> request) {
    String attribute = table(request).expiry();
    return Json.object(
        "TimeToLiveDescription",
        attribute.isEmpty()
            ? Json.object("TimeToLiveStatus", "DISABLED")
            : Json.object("TimeToLiveStatus", "ENABLED", "AttributeName", attribute));
  }

  private Map<String, Object> deleteTable(Map<String, Object> request) {
    String name = (String) request.getOrDefault("TableName", "");
    if (tables.remove(name) == null) {
      throw ModelException.notFound("Requested resource not found: Table: " + name + " not found");
    }
    return Json.object();
  }

  private ModelTable table(Map<String, Object> request) {
    return table((String) request.getOrDefault("TableName", ""));
  }

  /** The named table, which must exist. */
  ModelTable table(String name) {
    ModelTable table = tables.get(name);
    if (table == null) {
      throw ModelException.notFound("Requested resource not found");
    }
    return table;
  }
}
