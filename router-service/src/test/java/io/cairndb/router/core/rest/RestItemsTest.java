package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.router.core.rest.RestFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items by REST, on tables that DynamoDB's API reads and writes, too. */
class RestItemsTest {
  private static final String MERGE = "application/merge-patch+json";

  private final RestFixture api = new RestFixture();

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void whatOneApiWritesTheOtherReads() {
    Answer put = api.send("PUT", "/v1/tables/hash/items/k%201", "{\"n\":1.50,\"l\":[true,null]}");
    assertEquals("201 ", put.toString());
    assertEquals("/v1/tables/hash/items/k%201", put.header("Location"));
    assertEquals(
        "200 {\"Item\":{\"a\":{\"S\":\"k 1\"},\"n\":{\"N\":\"1.5\"},"
            + "\"l\":{\"L\":[{\"BOOL\":true},{\"NULL\":true}]}}}",
        api.items.call("GetItem", "{\"TableName\":\"hash\",\"Key\":{\"a\":{\"S\":\"k 1\"}}}"));
    Answer read = api.send("GET", "/v1/tables/hash/items/k%201?consistent=true", "");
    assertEquals("200 {\"a\":\"k 1\",\"n\":1.5,\"l\":[true,null]}", read.toString());
    assertEquals(put.header("ETag"), read.header("ETag"));
    assertEquals(
        "200 {\"l\":[true]}",
        api.send("GET", "/v1/tables/hash/items/k%201?fields=l[0]", "").toString());
  }

  @Test
  void aVersionGuardsAgainstLostUpdates() {
    String uri = "/v1/tables/hash/items/x";
    assertEquals(412, api.send("PUT", uri, "{}", "If-Match", "*").status());
    String first = api.send("PUT", uri, "{\"n\":1}", "If-None-Match", "*").header("ETag");
    assertEquals(412, api.send("PUT", uri, "{}", "If-None-Match", "*").status());
    assertEquals(304, api.send("GET", uri, "", "If-None-Match", first).status());
    assertEquals(304, api.send("GET", uri, "", "If-None-Match", "W/" + first).status());
    assertEquals(200, api.send("GET", uri, "", "If-Match", "\"x\", " + first).status());
    assertEquals(412, api.send("GET", uri, "", "If-Match", "W/" + first).status());
    Answer second = api.send("PUT", uri, "{\"n\":2}", "If-Match", first);
    assertEquals(204, second.status());
    assertNotEquals(first, second.header("ETag"));
    Answer stale = api.send("PUT", uri, "{\"n\":3}", "If-Match", first);
    assertEquals(412, stale.status());
    assertEquals(412, api.send("GET", uri, "", "If-Match", first).status());
    assertTrue(stale.body().contains("\"code\":\"VersionMismatch\""), stale.body());
    assertEquals(412, api.send("DELETE", uri, "", "If-Match", first).status());
    assertEquals(204, api.send("DELETE", uri, "", "If-Match", second.header("ETag")).status());
    assertEquals(404, api.send("GET", uri, "").status());
  }

  @Test
  void aPatchIsAMergeOrAnUpdateExpression() {
    String uri = "/v1/tables/range/items/p/s";
    api.send("PUT", uri, "{\"m\":{\"x\":1,\"y\":2},\"z\":0}");
    assertEquals(
        "200 {\"a\":\"p\",\"b\":\"s\",\"m\":{\"x\":1,\"w\":{\"v\":1}}}",
        api.send(
                "PATCH",
                uri,
                "{\"m\":{\"y\":null,\"w\":{\"v\":1,\"u\":null}},\"z\":null}",
                "Content-Type",
                MERGE)
            .toString());
    assertEquals(
        "200 {\"a\":\"p\",\"b\":\"s\",\"m\":{\"x\":3,\"w\":{\"v\":1}}}",
        api.send(
                "PATCH",
                uri,
                "{\"update\":\"SET m.x = m.x + :d\",\"condition\":\"attribute_exists(m)\","
                    + "\"values\":{\":d\":2}}")
            .toString());
    Answer failed =
        api.send(
            "PATCH",
            uri,
            "{\"update\":\"REMOVE m\",\"condition\":\"attribute_exists(q)\"}",
            "Prefer",
            "return=representation");
    assertEquals(409, failed.status());
    assertTrue(failed.body().contains("\"item\":{\"a\":\"p\""), failed.body());
    assertEquals(
        204,
        api.send("PATCH", uri, "{\"update\":\"REMOVE m\"}", "Prefer", "return=minimal").status());
    assertEquals(201, api.send("PATCH", uri + "2", "{\"z\":1}", "Content-Type", MERGE).status());
  }

  @Test
  void conditionsOfPutAndDeleteAreInTheQuery() {
    String uri = "/v1/tables/hash/items/c";
    api.send("PUT", uri, "{\"price\":5}");
    String below = "?condition=%23p%20%3C%20%3Amax&names=%7B%22%23p%22%3A%22price%22%7D&values=";
    assertEquals(409, api.send("DELETE", uri + below + "%7B%22%3Amax%22%3A5%7D", "").status());
    assertEquals(
        "200 {\"a\":\"c\",\"price\":5}",
        api.send(
                "DELETE",
                uri + below + "%7B%22%3Amax%22%3A6%7D",
                "",
                "Prefer",
                "return=representation")
            .toString());
  }

  @Test
  void aPostMakesAKeyThatSortsByTime() {
    Answer made = api.send("POST", "/v1/tables/hash/items", "{\"n\":1}");
    assertEquals(201, made.status());
    String key = made.header("Location").substring("/v1/tables/hash/items/".length());
    assertTrue(key.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    assertEquals("{\"a\":\"" + key + "\",\"n\":1}", made.body());
    assertEquals(
        409, api.send("POST", "/v1/tables/hash/items", "{\"a\":\"" + key + "\"}").status());
  }

  @Test
  void keysOfEveryTypeAreInPaths() {
    Answer put = api.send("PUT", "/v1/tables/num/items/-1.50/_-8", "{}");
    assertEquals("/v1/tables/num/items/-1.5/_-8", put.header("Location"));
    assertEquals(
        "200 {\"a\":-1.5,\"b\":{\"$b\":\"/+8=\"}}",
        api.send("GET", put.header("Location"), "").toString());
  }

  @Test
  void pagesGoOnByCursorsOfTheSameRequest() {
    for (int i = 0; i < 5; i++) {
      api.send("PUT", "/v1/tables/range/items/q/" + i, "{\"n\":" + i + ",\"name\":\"x\"}");
    }
    String query =
        "{\"key\":\"a = :a\",\"values\":{\":a\":\"q\"},\"limit\":3,\"fields\":\"name,n\"";
    Answer first = api.send("POST", "/v1/tables/range/query", query + "}");
    assertTrue(first.body().startsWith("{\"items\":[{\"n\":0,\"name\":\"x\"},"), first.body());
    String cursor = first.body().replaceAll(".*\"cursor\":\"([^\"]+)\".*", "$1");
    Answer second =
        api.send("POST", "/v1/tables/range/query", query + ",\"cursor\":\"" + cursor + "\"}");
    assertEquals(
        "200 {\"items\":[{\"n\":3,\"name\":\"x\"},{\"n\":4,\"name\":\"x\"}],"
            + "\"count\":2,\"scanned\":2}",
        second.toString());
    Answer other =
        api.send(
            "POST",
            "/v1/tables/range/query",
            query.replace(":\"q\"", ":\"r\"") + ",\"cursor\":\"" + cursor + "\"}");
    assertEquals(400, other.status());
  }

  @Test
  void linesAreAllThereIsHoweverSmallThePages() {
    for (int i = 0; i < 20; i++) {
      api.send("PUT", "/v1/tables/hash/items/" + i, "{}");
    }
    Answer lines =
        api.send("GET", "/v1/tables/hash/items?limit=3", "", "Accept", "application/x-ndjson");
    assertEquals(200, lines.status());
    assertEquals(20, lines.body().lines().distinct().count());
    Answer page =
        api.send(
            "GET", "/v1/tables/hash/items", "", "Accept", "application/x-ndjson;q=0.1, */*;q=0.5");
    assertTrue(page.body().startsWith("{\"items\":["), page.body());
    Answer filtered =
        api.send(
            "GET", "/v1/tables/hash/items?filter=a%20%3C%20:x&values=%7B%22:x%22:%221%22%7D", "");
    assertEquals("200 {\"items\":[{\"a\":\"0\"}],\"count\":1,\"scanned\":20}", filtered.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /v1/nothing | '' | 404",
        "GET | /v1/tables/none/items/x | '' | 404",
        "GET | /v1/tables/hash/items/none | '' | 404",
        "POST | /v1/tables/hash/items/x | {} | 405",
        "PUT | /v1/tables/hash/items/x | { | 400",
        "PUT | /v1/tables/hash/items/x | {\"a\":\"y\"} | 400",
        "PUT | /v1/tables/hash/items/x/y | {} | 400",
        "PUT | /v1/tables/range/items/x | {} | 400",
        "PUT | /v1/tables/num/items/x/_-8 | {} | 400",
        "PUT | /v1/tables/num/items/1/* | {} | 400",
        "DELETE | /v1/tables/range/items//s | '' | 400",
        "GET | /v1/tables/hash/items/%GG | '' | 400",
        "GET | /v1/tables/hash/items/%FF | '' | 400",
        "GET | /v1/tables/hash/items/x?q=1 | '' | 400",
        "GET | /v1/tables/hash/items/x?fields=a,a.b | '' | 400",
        "GET | /v1/tables/hash/items?limit=0 | '' | 400",
        "GET | /v1/tables/hash/items?limit=10001 | '' | 400",
        "GET | /v1/tables/hash/items?segment=1000000&segments=1 | '' | 400",
        "GET | /v1/tables/hash/items?cursor=x | '' | 400",
        "POST | /v1/tables/hash/query | {} | 400",
        "PATCH | /v1/tables/hash/items/x | {\"update\":\"SET a = :a\"} | 400",
        "PUT | /v1/tables/hash/items/x | {\"n\":1e200} | 400",
        "PUT | /v1/tables/hash/items/x?condition=( | {} | 400",
      })
  void badRequestsAreToldSo(String method, String uri, String body, int status) {
    Answer answer = api.send(method, uri, body);
    assertEquals(status, answer.status(), answer.toString());
    assertTrue(answer.body().contains("\"status\":" + status + ","), answer.body());
    assertTrue(answer.body().contains("\"instance\":\"urn:cairn:request:request\""));
    assertEquals(status == 405, answer.headers().containsKey("Allow"));
  }

  @Test
  void anEncodingThatCannotBeUndoneIsNamed() {
    Answer answer = api.send("PUT", "/v1/tables/hash/items/x", "{}", "Content-Encoding", "br");
    assertEquals(415, answer.status());
    assertTrue(answer.body().contains("content encoding"), answer.body());
  }

  @Test
  void aPatchOfAnotherTypeIsNotGuessedAt() {
    assertEquals(
        415,
        api.send("PATCH", "/v1/tables/hash/items/x", "{}", "Content-Type", "text/plain").status());
  }
}
