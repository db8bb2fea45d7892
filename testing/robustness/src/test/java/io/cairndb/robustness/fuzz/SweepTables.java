package io.cairndb.robustness.fuzz;

import io.cairndb.reference.wire.Endpoint;
import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tables that the valid requests are about, made and made again. Confined to one thread. */
final class SweepTables implements StructuralSweep.Restorer {
  private static final String HASH_KEY =
      "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'";
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put(
        "sweep-items",
        "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},"
            + "{'AttributeName':'s','AttributeType':'N'},{'AttributeName':'k','AttributeType':'S'},"
            + "{'AttributeName':'r','AttributeType':'N'}],'BillingMode':'PAY_PER_REQUEST',"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},"
            + "{'AttributeName':'s','KeyType':'RANGE'}],"
            + "'GlobalSecondaryIndexes':[{'IndexName':'sweep-global','KeySchema':"
            + "[{'AttributeName':'k','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],"
            + "'Projection':{'ProjectionType':'ALL'}}],"
            + "'LocalSecondaryIndexes':[{'IndexName':'sweep-local','KeySchema':"
            + "[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],"
            + "'Projection':{'ProjectionType':'KEYS_ONLY'}}],"
            + "'StreamSpecification':{'StreamEnabled':true,"
            + "'StreamViewType':'NEW_AND_OLD_IMAGES'}");
    TABLES.put(
        "sweep-updated",
        "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},"
            + "{'AttributeName':'o','AttributeType':'S'}],"
            + "'GlobalSecondaryIndexes':[{'IndexName':'old','KeySchema':"
            + "[{'AttributeName':'o','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}],"
            + HASH_KEY);
    TABLES.put(
        "sweep-deleted",
        "'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}]," + HASH_KEY);
  }

  private final Endpoint endpoint;

  SweepTables(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void create() throws IOException {
    for (String table : TABLES.keySet()) {
      create(table);
    }
    for (String item :
        new String[] {
          "'p':{'S':'c'},'s':{'N':'1'},'m':{'M':{}},'ss':{'SS':['x','y']}",
          "'p':{'S':'d'},'s':{'N':'1'}"
        }) {
      call("PutItem", json("{'TableName':'sweep-items','Item':{" + item + "}}"));
    }
  }

  /** The members of the answer to what must succeed. */
  Map<String, Object> call(String operation, Map<String, Object> request) throws IOException {
    Reply reply = endpoint.call(operation, request);
    if (reply.status() != 200) {
      throw new AssertionError(operation + " " + Json.write(request) + ": " + reply);
    }
    return reply.body();
  }

  static Map<String, Object> json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  @Override
  public void restore(String operation, Map<String, Object> answer) throws IOException {
    switch (operation) {
      case "CreateTable" -> delete(answer);
      case "DeleteTable" -> create("sweep-deleted");
      case "UpdateTable" -> {
        delete(answer);
        create("sweep-updated");
      }
      case "UpdateTimeToLive" -> {
        call("DeleteTable", json("{'TableName':'sweep-updated'}"));
        create("sweep-updated");
      }
      default -> {}
    }
  }

  private void create(String table) throws IOException {
    call("CreateTable", json("{'TableName':'" + table + "'," + TABLES.get(table) + "}"));
  }

  private void delete(Map<String, Object> answer) throws IOException {
    Map<String, Object> description =
        Json.asObject(Json.member(answer, "TableDescription").orElseThrow());
    Map<String, Object> table = Json.object("TableName", description.getOrDefault("TableName", ""));
    awaitActive(table);
    if (Boolean.TRUE.equals(description.get("DeletionProtectionEnabled"))) {
      Map<String, Object> unprotect = new LinkedHashMap<>(table);
      unprotect.put("DeletionProtectionEnabled", false);
      call("UpdateTable", unprotect);
      awaitActive(table);
    }
    call("DeleteTable", table);
  }

  /** A change under way keeps a table from being deleted. */
  private void awaitActive(Map<String, Object> table) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String status = "";
    while (!status.equals("ACTIVE")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(table + " stays " + status);
      }
      status =
          Json.asObject(call("DescribeTable", table).getOrDefault("Table", ""))
              .getOrDefault("TableStatus", "")
              .toString();
    }
  }
}
