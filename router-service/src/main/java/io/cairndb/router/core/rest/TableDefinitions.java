package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.UpdateTableRequest;
import io.cairndb.item.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables and indexes as clients describe them, turned into requests of DynamoDB's API in its own
 * JSON: its parser knows the bounds of every member, and the errors are the same then.
 *
 * <p>Confined to the request.
 */
final class TableDefinitions {
  private static final Set<String> TABLE =
      Set.of(
          "name",
          "partitionKey",
          "sortKey",
          "localIndexes",
          "globalIndexes",
          "billing",
          "timeToLive",
          "tags",
          "deletionProtection",
          "stream");
  private static final Set<String> LOCAL_INDEX = Set.of("name", "sortKey", "projection");
  private static final Set<String> GLOBAL_INDEX =
      Set.of("name", "partitionKey", "sortKey", "projection", "billing");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final JsonWriter json = new JsonWriter(new WireBuffer());

  private TableDefinitions() {}

  static CreateTableRequest create(Map<String, AttributeValue> body) {
    return new TableDefinitions().table(Members.of(body, TABLE));
  }

  private CreateTableRequest table(Members body) {
    json.beginObject().member("TableName").string(body.requireString("name"));
    AttributeValue partition = body.values().get("partitionKey");
    if (partition == null) {
      throw ProblemException.invalid("A table is to have a partitionKey.");
    }
    keySchema(partition, body.values().get("sortKey"));
    List<Members> locals = body.objects("localIndexes");
    if (!locals.isEmpty()) {
      json.member("LocalSecondaryIndexes").beginArray();
      for (Members index : locals) {
        index.requireOnly(LOCAL_INDEX);
        json.beginObject().member("IndexName").string(index.requireString("name"));
        keySchema(partition, index.values().get("sortKey"));
        projection(index);
        json.endObject();
      }
      json.endArray();
    }
    List<Members> globals = body.objects("globalIndexes");
    if (!globals.isEmpty()) {
      json.member("GlobalSecondaryIndexes").beginArray();
      globals.forEach(index -> globalIndex(index, body.values().get("billing")));
      json.endArray();
    }
    AttributeValue billing = body.values().get("billing");
    billing(json, billing == null ? new AttributeValue.S("on-demand") : billing);
    settings(body);
    attributeDefinitions();
    json.endObject();
    return CreateTableRequest.parse(json.buffer().toByteArray());
  }

  private void settings(Members body) {
    Map<String, String> tags = body.strings("tags");
    if (tags != null && !tags.isEmpty()) {
      json.member("Tags").beginArray();
      tags.forEach(
          (key, value) ->
              json.beginObject()
                  .member("Key")
                  .string(key)
                  .member("Value")
                  .string(value)
                  .endObject());
      json.endArray();
    }
    Boolean protection = body.bool("deletionProtection");
    if (protection != null) {
      json.member("DeletionProtectionEnabled").bool(protection);
    }
    String stream = body.string("stream");
    if (stream != null) {
      json.member("StreamSpecification")
          .beginObject()
          .member("StreamEnabled")
          .bool(true)
          .member("StreamViewType")
          .string(stream.toUpperCase(Locale.ROOT).replace('-', '_'))
          .endObject();
    }
  }

  /** A request that adds a global index to a table. */
  static UpdateTableRequest addIndex(String table, Map<String, AttributeValue> body) {
    TableDefinitions definitions = new TableDefinitions();
    JsonWriter json = definitions.json;
    json.beginObject().member("TableName").string(table);
    json.member("GlobalSecondaryIndexUpdates").beginArray().beginObject().member("Create");
    definitions.globalIndex(Members.of(body, GLOBAL_INDEX), null);
    json.endObject().endArray();
    definitions.attributeDefinitions();
    json.endObject();
    return UpdateTableRequest.parse(json.buffer().toByteArray());
  }

  /** A request that removes a global index. */
  static UpdateTableRequest removeIndex(String table, String index) {
    JsonWriter json = new JsonWriter(new WireBuffer());
    json.beginObject().member("TableName").string(table);
    json.member("GlobalSecondaryIndexUpdates").beginArray().beginObject().member("Delete");
    json.beginObject().member("IndexName").string(index).endObject();
    json.endObject().endArray().endObject();
    return UpdateTableRequest.parse(json.buffer().toByteArray());
  }

  /** A request that changes settings of a table. */
  static UpdateTableRequest settings(
      String table, @Nullable AttributeValue billing, @Nullable Boolean deletionProtection) {
    JsonWriter json = new JsonWriter(new WireBuffer());
    json.beginObject().member("TableName").string(table);
    billing(json, billing);
    if (deletionProtection != null) {
      json.member("DeletionProtectionEnabled").bool(deletionProtection);
    }
    json.endObject();
    return UpdateTableRequest.parse(json.buffer().toByteArray());
  }

  private void globalIndex(Members index, @Nullable AttributeValue billingOfTable) {
    index.requireOnly(GLOBAL_INDEX);
    AttributeValue partition = index.values().get("partitionKey");
    if (partition == null) {
      throw ProblemException.invalid("A global index is to have a partitionKey.");
    }
    json.beginObject().member("IndexName").string(index.requireString("name"));
    keySchema(partition, index.values().get("sortKey"));
    projection(index);
    AttributeValue billing = index.has("billing") ? index.values().get("billing") : billingOfTable;
    if (billing instanceof AttributeValue.M units) {
      throughput(json, new Members(units.value(), "billing"));
    }
    json.endObject();
  }

  private void keySchema(AttributeValue partition, @Nullable AttributeValue sort) {
    json.member("KeySchema").beginArray();
    keyElements("partitionKey", partition, "HASH");
    if (sort != null && !(sort instanceof AttributeValue.Null)) {
      keyElements("sortKey", sort, "RANGE");
    }
    json.endArray();
  }

  /** One attribute of a key, or several in an array. */
  private void keyElements(String place, AttributeValue given, String role) {
    List<AttributeValue> attributes =
        given instanceof AttributeValue.L list ? list.value() : List.of(given);
    for (AttributeValue attribute : attributes) {
      json.beginObject().member("AttributeName").string(keyAttribute(place, attribute));
      json.member("KeyType").string(role).endObject();
    }
  }

  /** Notes the attribute's type and returns its name. */
  private String keyAttribute(String place, AttributeValue given) {
    String name;
    String type = "S";
    if (given instanceof AttributeValue.S text) {
      name = text.value();
    } else if (given instanceof AttributeValue.M map) {
      Members members = new Members(map.value(), place).requireOnly(Set.of("name", "type"));
      name = members.requireString("name");
      type = typeCode(members.string("type"));
    } else {
      throw ProblemException.invalid(
          place + " is to be a name, or {\"name\": …, \"type\": \"string\"}.");
    }
    String known = types.putIfAbsent(name, type);
    if (known != null && !known.equals(type)) {
      throw ProblemException.invalid(name + " is to have the same type everywhere.");
    }
    return name;
  }

  private static String typeCode(@Nullable String type) {
    return switch (type) {
      case null -> "S";
      case "string", "S" -> "S";
      case "number", "N" -> "N";
      case "binary", "B" -> "B";
      default -> throw ProblemException.invalid("The type of a key is string, number or binary.");
    };
  }

  private void projection(Members index) {
    json.member("Projection").beginObject().member("ProjectionType");
    switch (index.values().get("projection")) {
      case null -> json.string("ALL");
      case AttributeValue.S text when text.value().equals("all") -> json.string("ALL");
      case AttributeValue.S text when text.value().equals("keys") -> json.string("KEYS_ONLY");
      case AttributeValue.L list -> {
        json.string("INCLUDE").member("NonKeyAttributes").beginArray();
        for (AttributeValue name : list.value()) {
          if (!(name instanceof AttributeValue.S text)) {
            throw ProblemException.invalid("projection is to have names of attributes.");
          }
          json.string(text.value());
        }
        json.endArray();
      }
      default ->
          throw ProblemException.invalid(
              "projection is \"all\", \"keys\" or an array of names of attributes.");
    }
    json.endObject();
  }

  private static void billing(JsonWriter json, @Nullable AttributeValue given) {
    switch (given) {
      case null -> {
        // It stays as it is.
      }
      case AttributeValue.S text when text.value().equals("on-demand") ->
          json.member("BillingMode").string("PAY_PER_REQUEST");
      case AttributeValue.M units -> {
        json.member("BillingMode").string("PROVISIONED");
        throughput(json, new Members(units.value(), "billing"));
      }
      default ->
          throw ProblemException.invalid(
              "billing is \"on-demand\" or {\"readUnits\": …, \"writeUnits\": …}.");
    }
  }

  private static void throughput(JsonWriter json, Members units) {
    units.requireOnly(Set.of("readUnits", "writeUnits"));
    Integer read = units.positive("readUnits");
    Integer write = units.positive("writeUnits");
    if (read == null || write == null) {
      throw ProblemException.invalid("billing is to have readUnits and writeUnits.");
    }
    json.member("ProvisionedThroughput")
        .beginObject()
        .member("ReadCapacityUnits")
        .number((long) read)
        .member("WriteCapacityUnits")
        .number((long) write)
        .endObject();
  }

  private void attributeDefinitions() {
    json.member("AttributeDefinitions").beginArray();
    types.forEach(
        (name, type) ->
            json.beginObject()
                .member("AttributeName")
                .string(name)
                .member("AttributeType")
                .string(type)
                .endObject());
    json.endArray();
  }
}
