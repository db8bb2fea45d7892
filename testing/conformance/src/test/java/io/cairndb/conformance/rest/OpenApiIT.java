package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.cairndb.conformance.rest.Rest.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document is valid, and the server keeps every promise in it: each status of each
 * method of each path is brought about, and every answer fits the schema it is promised to fit.
 */
class OpenApiIT {
  private static final String TABLES = "/v1/tables";
  private static final String TABLE = "/v1/tables/{table}";
  private static final String ITEMS = TABLE + "/items";
  private static final String MERGE = "application/merge-patch+json";

  private Contract contract = new Contract("{}");

  @BeforeEach
  void readTheDocument() {
    Answer answer = Rest.get("/v1/openapi.json");
    assertEquals("application/json", answer.header("content-type"));
    contract = new Contract(answer.body());
  }

  @Test
  void theDocumentIsOneOfOpenApi() throws IOException {
    SchemaRegistry schemas = SchemaRegistry.withDialect(Dialects.getDraft202012());
    try (InputStream in = OpenApiIT.class.getResourceAsStream("/openapi/openapi-3.1.schema.json")) {
      assertNotNull(in);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Schema openApi = schemas.getSchema(text, InputFormat.JSON);
      assertEquals("[]", openApi.validate(contract.document()).toString());
      assertTrue(!openApi.validate("{\"openapi\":\"3.1.0\"}", InputFormat.JSON).isEmpty());
    }
  }

  /** OpenAPI's own schema leaves the schemas inside of a document unchecked. */
  @Test
  void itsSchemasAreSchemasAndTheirExamplesFit() {
    Schema meta =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(
                "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);
    int examples = 0;
    JsonNode schemas = contract.document().get("components").get("schemas");
    for (String name : schemas.propertyNames()) {
      JsonNode schema = schemas.get(name);
      assertEquals("[]", meta.validate(schema).toString(), name);
      for (JsonNode example : schema.path("examples")) {
        examples++;
        assertEquals("[]", contract.schema(schema).validate(example).toString(), name);
      }
    }
    assertTrue(examples >= 10, "newcomers want examples");
    assertTrue(
        !contract.schema(schemas.get("Statement")).validate("{}", InputFormat.JSON).isEmpty(),
        "the validator finds faults");
  }

  @Test
  void everyOperationAnswersAsDocumented() {
    about();
    String table = tables();
    items(table);
    ranges(table);
    severalItems(table);
    statements(table);
    removals(table);
    Set<String> untried = new TreeSet<>(contract.promises());
    untried.removeAll(contract.tried());
    assertEquals(Set.of(), untried, "promised and not tried");
  }

  private Answer ask(
      int status, String method, String template, String path, String body, String... headers) {
    Answer answer = Rest.send(method, path, body, headers);
    assertEquals(status, answer.status(), method + " " + path + " " + answer);
    return contract.check(method, template, answer);
  }

  private void about() {
    for (String path : new String[] {"/v1", "/v1/openapi.json", "/v1/docs"}) {
      ask(200, "GET", path, path, "");
      // There is hardly another way for these to fail.
      contract.check("GET", path, Rest.send("GET", path, "", "content-encoding", "zip"));
    }
  }

  private String tables() {
    String name = Rest.freshName();
    Answer made =
        ask(
            201,
            "POST",
            TABLES,
            TABLES,
            """
            {"name": "%s", "partitionKey": "a", "sortKey": {"name": "b", "type": "number"},
             "localIndexes": [{"name": "byC", "sortKey": "c", "projection": "keys"}],
             "globalIndexes": [{"name": "byD", "partitionKey": "d", "projection": ["e"]}],
             "stream": "new-image", "timeToLive": "expires", "tags": {"team": "x"}}"""
                .formatted(name));
    String table = made.header("location");
    ask(409, "POST", TABLES, TABLES, "{\"name\": \"" + name + "\", \"partitionKey\": \"a\"}");
    ask(200, "GET", TABLES, TABLES + "?limit=1", "");
    ask(400, "GET", TABLES, TABLES + "?limit=none", "");
    ask(200, "GET", TABLE, table, "");
    ask(404, "GET", TABLE, table + "x", "");
    ask(200, "PATCH", TABLE, table, "{\"billing\": \"on-demand\"}", "content-type", MERGE);
    ask(400, "PATCH", TABLE, table, "{}");
    ask(200, "GET", TABLE + "/tags", table + "/tags", "");
    ask(404, "GET", TABLE + "/tags", table + "x/tags", "");
    ask(200, "PATCH", TABLE + "/tags", table + "/tags", "{\"team\": null, \"k\": \"v\"}");
    ask(400, "PATCH", TABLE + "/tags", table + "/tags", "{\"team\": 1}");
    ask(200, "GET", TABLE + "/ttl", table + "/ttl", "");
    ask(404, "GET", TABLE + "/ttl", table + "x/ttl", "");
    ask(200, "PUT", TABLE + "/ttl", table + "/ttl", "{\"attribute\": \"expires\"}");
    ask(400, "PUT", TABLE + "/ttl", table + "/ttl", "{}");
    ask(204, "DELETE", TABLE + "/ttl", table + "/ttl", "");
    ask(404, "DELETE", TABLE + "/ttl", table + "x/ttl", "");
    indexes(table);
    return table;
  }

  private void indexes(String table) {
    String indexes = TABLE + "/indexes";
    String index = indexes + "/{index}";
    ask(200, "GET", indexes, table + "/indexes", "");
    ask(404, "GET", indexes, table + "x/indexes", "");
    String definition = "{\"name\": \"byF\", \"partitionKey\": [\"f\", \"g\"]}";
    ask(202, "POST", indexes, table + "/indexes", definition);
    ask(400, "POST", indexes, table + "/indexes", "{\"name\": \"byG\"}");
    ask(200, "GET", index, table + "/indexes/byC", "");
    ask(200, "GET", index, table + "/indexes/byF", "");
    ask(404, "GET", index, table + "/indexes/none", "");
    ask(404, "DELETE", index, table + "/indexes/none", "");
    Waiting.until(
        "the index is there",
        () -> Rest.get(table + "/indexes/byF").body().contains("\"status\":\"active\""));
    ask(204, "DELETE", index, table + "/indexes/byF", "");
    Waiting.until(
        "the table is itself again",
        () -> Rest.get(table).body().contains("\"status\":\"active\""));
  }

  private void items(String table) {
    ask(201, "POST", ITEMS, table + "/items", "{\"b\": 0, \"x\": {\"$b\": \"AA==\"}}");
    ask(400, "POST", ITEMS, table + "/items", "{\"a\": 0}");
    item(ITEMS + "/{partitionKey}/{sortKey}", table + "/items/p/1");
    String plain = Rest.table("\"partitionKey\": \"a\"");
    item(ITEMS + "/{partitionKey}", plain + "/items/p");
    assertEquals(204, Rest.send("DELETE", plain, "").status());
  }

  /** The methods of an item that is not there. */
  private void item(String template, String path) {
    String[] shown = {"prefer", "return=representation"};
    String[] silent = {"prefer", "return=minimal"};
    ask(404, "GET", template, path, "");
    ask(201, "PUT", template, path, "{\"n\": 1, \"s\": {\"$ss\": [\"q\"]}}");
    Answer read = ask(200, "GET", template, path, "");
    ask(304, "GET", template, path, "", "if-none-match", read.header("etag"));
    ask(204, "PUT", template, path, "{\"n\": 1}");
    ask(200, "PUT", template, path, "{\"n\": 1}", shown);
    ask(412, "PUT", template, path, "{\"n\": 1}", "if-none-match", "*");
    ask(200, "PATCH", template, path, "{\"n\": 2}", "content-type", MERGE);
    ask(204, "PATCH", template, path, "{\"update\": \"SET n = n + n\"}", silent);
    ask(400, "PATCH", template, path, "{\"update\": \"SET\"}");
    ask(409, "DELETE", template, path + "?condition=n%3Cb%20OR%20n=n2", "");
    ask(200, "DELETE", template, path, "", shown);
    ask(204, "DELETE", template, path, "");
    ask(201, "PATCH", template, path, "{\"update\": \"SET n = :n\", \"values\": {\":n\": 1}}");
    ask(201, "PATCH", template, path.replace("/items/p", "/items/P"), "{}", "content-type", MERGE);
  }

  private void ranges(String table) {
    ask(200, "GET", ITEMS, table + "/items?limit=1", "");
    ask(200, "GET", ITEMS, table + "/items", "", "accept", "application/x-ndjson");
    ask(400, "GET", ITEMS, table + "/items?limit=0", "");
    String query = TABLE + "/query";
    ask(200, "POST", query, table + "/query", "{\"key\": \"a = :a\", \"values\": {\":a\": \"p\"}}");
    ask(400, "POST", query, table + "/query", "{\"key\": \"a > :a\", \"values\": {\":a\": \"p\"}}");
  }

  private void severalItems(String table) {
    String name = table.substring(TABLES.length() + 1);
    String write = "{\"tables\": {\"" + name + "\": [{\"put\": {\"a\": \"q\", \"b\": 1}}]}}";
    ask(200, "POST", "/v1/batch/write", "/v1/batch/write", write);
    ask(400, "POST", "/v1/batch/write", "/v1/batch/write", "{}");
    String get = "{\"tables\": {\"" + name + "\": {\"keys\": [{\"a\": \"q\", \"b\": 1}]}}}";
    ask(200, "POST", "/v1/batch/get", "/v1/batch/get", get);
    ask(400, "POST", "/v1/batch/get", "/v1/batch/get", "{}");
    String key = "{\"a\": \"q\", \"b\": 1}";
    String transactions = "/v1/transactions";
    String read =
        "{\"items\": [{\"table\": \"%1$s\", \"key\": %2$s}, {\"table\": \"%1$s\", \"key\": %3$s}]}"
            .formatted(name, key, key.replace("q", "none"));
    ask(200, "POST", transactions + "/get", transactions + "/get", read);
    ask(400, "POST", transactions + "/get", transactions + "/get", "{\"items\": [{}]}");
    String actions =
        """
        {"actions": [
          {"table": "%1$s", "check": %2$s, "condition": "attribute_exists(a)"},
          {"table": "%1$s", "put": {"a": "q", "b": 2}, "condition": "attribute_not_exists(a)"},
          {"table": "%1$s", "update": {"a": "q", "b": 3}, "expression": "SET n = :n",
           "values": {":n": 1}},
          {"table": "%1$s", "delete": {"a": "q", "b": 4}}]}"""
            .formatted(name, key);
    ask(204, "POST", transactions + "/write", transactions + "/write", actions);
    ask(409, "POST", transactions + "/write", transactions + "/write", actions);
  }

  private void statements(String table) {
    String name = table.substring(TABLES.length() + 1);
    String select = "SELECT * FROM \\\"" + name + "\\\" WHERE a = ? AND b = ?";
    String statement = "{\"statement\": \"" + select + "\", \"parameters\": [\"q\", 1]}";
    ask(200, "POST", "/v1/sql", "/v1/sql", statement);
    ask(200, "POST", "/v1/sql", "/v1/sql", statement, "accept", "application/x-ndjson");
    ask(400, "POST", "/v1/sql", "/v1/sql", "{\"statement\": \"SELECT\"}");
    String two = "{\"statements\": [" + statement + ", " + statement.replace("1]", "9]") + "]}";
    ask(200, "POST", "/v1/sql/batch", "/v1/sql/batch", two);
    ask(200, "POST", "/v1/sql/batch", "/v1/sql/batch", two.replace("FROM", "FRM"));
    ask(400, "POST", "/v1/sql/batch", "/v1/sql/batch", "{\"statements\": []}");
    ask(200, "POST", "/v1/sql/transaction", "/v1/sql/transaction", two);
    ask(400, "POST", "/v1/sql/transaction", "/v1/sql/transaction", two.replace("FROM", "FRM"));
  }

  private void removals(String table) {
    ask(204, "DELETE", TABLE, table, "");
    ask(404, "DELETE", TABLE, table + "x", "");
  }
}
