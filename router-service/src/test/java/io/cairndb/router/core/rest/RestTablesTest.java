package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.router.core.rest.RestFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables by REST, in words of their own over the rules of DynamoDB's API. */
class RestTablesTest {
  private static final String ORDERS =
      """
      {
        "name": "orders",
        "partitionKey": "customer",
        "sortKey": {"name": "at", "type": "number"},
        "localIndexes": [{"name": "byState", "sortKey": "state", "projection": "keys"}],
        "globalIndexes": [{"name": "byDay", "partitionKey": "day", "projection": ["n"]}],
        "tags": {"team": "a"},
        "deletionProtection": false
      }
      """;

  private final RestFixture api = new RestFixture();

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private void create() {
    Answer created = api.send("POST", "/v1/tables", ORDERS);
    assertEquals(201, created.status(), created.body());
    assertEquals("/v1/tables/orders", created.header("Location"));
    api.tables.settle();
  }

  @Test
  void aTableIsShownAsItWasDefined() {
    create();
    String body = api.send("GET", "/v1/tables/orders", "").body();
    assertTrue(body.startsWith("{\"name\":\"orders\",\"status\":\"active\","), body);
    for (String part :
        new String[] {
          "\"partitionKey\":{\"name\":\"customer\",\"type\":\"string\"}",
          "\"sortKey\":{\"name\":\"at\",\"type\":\"number\"}",
          "\"projection\":\"keys\"",
          "\"projection\":[\"n\"]",
          "\"billing\":\"on-demand\"",
          "\"timeToLive\":{\"status\":\"disabled\"}",
          "\"tags\":{\"team\":\"a\"}",
          "\"items\":0"
        }) {
      assertTrue(body.contains(part), part + " in " + body);
    }
    assertEquals(
        "200 {\"tables\":[{\"name\":\"orders\",\"status\":\"active\","
            + "\"href\":\"/v1/tables/orders\"}]}",
        api.send("GET", "/v1/tables", "").toString());
  }

  @Test
  void settingsTagsAndExpiryChange() {
    create();
    Answer changed =
        api.send(
            "PATCH",
            "/v1/tables/orders",
            "{\"billing\":{\"readUnits\":3,\"writeUnits\":2},\"tags\":{\"x\":\"y\"}}");
    assertEquals(400, changed.status(), "the index needs units, too");
    changed =
        api.send(
            "PATCH",
            "/v1/tables/orders",
            "{\"deletionProtection\":true,\"tags\":{\"team\":null,\"x\":\"y\"}}");
    assertEquals(200, changed.status(), changed.body());
    assertEquals("200 {\"x\":\"y\"}", api.send("GET", "/v1/tables/orders/tags", "").toString());
    api.tables.settle();
    assertEquals(400, api.send("DELETE", "/v1/tables/orders", "").status());
    Answer ttl = api.send("PUT", "/v1/tables/orders/ttl", "{\"attribute\":\"expires\"}");
    assertTrue(ttl.body().contains("\"attribute\":\"expires\""), ttl.toString());
    api.tables.settle();
    assertEquals(
        "200 {\"status\":\"enabled\",\"attribute\":\"expires\"}",
        api.send("GET", "/v1/tables/orders/ttl", "").toString());
    assertEquals(204, api.send("DELETE", "/v1/tables/orders/ttl", "").status());
  }

  @Test
  void indexesComeAndGo() {
    create();
    Answer added =
        api.send(
            "POST", "/v1/tables/orders/indexes", "{\"name\":\"byCity\",\"partitionKey\":\"city\"}");
    assertEquals(202, added.status(), added.body());
    assertEquals("/v1/tables/orders/indexes/byCity", added.header("Location"));
    assertTrue(added.body().contains("\"status\":\"creating\""), added.body());
    api.tables.settle();
    assertEquals(204, api.send("DELETE", "/v1/tables/orders/indexes/byCity", "").status());
    api.tables.settle();
    assertEquals(404, api.send("GET", "/v1/tables/orders/indexes/byCity", "").status());
    assertEquals(200, api.send("GET", "/v1/tables/orders/indexes/byState", "").status());
  }

  @Test
  void badDefinitionsAreToldSo() {
    create();
    assertEquals(409, api.send("POST", "/v1/tables", ORDERS).status());
    for (String bad :
        new String[] {
          "{}",
          "{\"name\":\"t\"}",
          "{\"name\":\"?\",\"partitionKey\":\"a\"}",
          "{\"name\":\"ttt\",\"partitionKey\":1}",
          "{\"name\":\"ttt\",\"partitionKey\":\"a\",\"sortkey\":\"b\"}",
          "{\"name\":\"ttt\",\"partitionKey\":{\"name\":\"a\",\"type\":\"bool\"}}",
          "{\"name\":\"ttt\",\"partitionKey\":\"a\",\"billing\":{\"readUnits\":0}}"
        }) {
      Answer answer = api.send("POST", "/v1/tables", bad);
      assertEquals(400, answer.status(), bad + " " + answer.body());
    }
    assertEquals(404, api.send("GET", "/v1/tables/none", "").status());
    assertEquals(404, api.send("DELETE", "/v1/tables/none", "").status());
  }

  /** Clients make "/items/.." of the key ".." into a path that ends with the table's slash. */
  @Test
  void aKeyOfTwoDotsDoesNotDropTheTable() {
    create();
    assertEquals(404, api.send("DELETE", "/v1/tables/orders/", "").status());
    assertEquals(200, api.send("GET", "/v1/tables/orders/", "").status());
  }

  @Test
  void aNumberOutOfBoundsIsToldWithItsBounds() {
    for (String bad : new String[] {"0", "1001", "99999999999", "x", ""}) {
      Answer answer = api.send("GET", "/v1/tables?limit=" + bad, "");
      assertEquals(400, answer.status(), answer.toString());
      assertTrue(answer.body().contains("a whole number from 1 to 1000."), answer.body());
    }
  }

  @Test
  void optionsTellTheMethods() {
    Answer answer = api.send("OPTIONS", "/v1/tables/x", "", "Origin", "http://localhost");
    assertEquals(204, answer.status());
    assertEquals("DELETE, GET, HEAD, OPTIONS, PATCH", answer.header("Allow"));
    assertEquals("*", answer.header("access-control-allow-origin"));
  }
}
