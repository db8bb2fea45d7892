package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.router.core.rest.RestFixture.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches, transactions and statements by REST. */
class RestSeveralItemsTest {
  private final RestFixture api = new RestFixture();

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private Answer post(String path, String body, String... headers) {
    return api.send("POST", "/v1/" + path, body, headers);
  }

  private void put(String key, int n) {
    Answer answer = api.send("PUT", "/v1/tables/hash/items/" + key, "{\"n\":" + n + "}");
    assertEquals(201, answer.status(), answer.toString());
  }

  @Test
  void aBatchWritesAndReadsItemsOfSeveralTables() {
    put("old", 1);
    assertEquals(
        "200 {\"unprocessed\":{}}",
        post(
                "batch/write",
                """
                {"tables": {"hash": [{"put": {"a": "x", "s": {"$ss": ["q"]}}},
                                     {"delete": {"a": "old"}}],
                            "range": [{"put": {"a": "x", "b": "y", "m": {"k": 1}}}]}}""")
            .toString());
    assertEquals(
        "200 {\"tables\":{\"hash\":{\"items\":[{\"a\":\"x\",\"s\":{\"$ss\":[\"q\"]}}]},"
            + "\"range\":{\"items\":[{\"m\":{\"k\":1}}]}},\"unprocessed\":{}}",
        post(
                "batch/get",
                """
                {"tables": {"hash": {"keys": [{"a": "x"}, {"a": "old"}]},
                            "range": {"keys": [{"a": "x", "b": "y"}], "fields": "m.k"}}}""")
            .toString());
  }

  @Test
  void aDocumentInsideABodyIsAMapWhateverItsOnlyMemberIsCalled() {
    Answer answer = post("batch/write", "{\"tables\":{\"hash\":[{\"put\":{\"$a\":1}}]}}");
    assertTrue(answer.body().contains("does not match the schema"), "a key is missing: " + answer);
  }

  @Test
  void badBatchesAreToldSo() {
    String keys = "{\"a\":\"1\"},".repeat(101);
    for (String bad :
        new String[] {
          "{}",
          "{\"tables\":{}}",
          "{\"tables\":[]}",
          "{\"tables\":{\"hash\":{}}}",
          "{\"tables\":{\"hash\":{\"keys\":[]}}}",
          "{\"tables\":{\"hash\":{\"keys\":[1]}}}",
          "{\"tables\":{\"hash\":{\"keys\":[{\"a\":1}]}}}",
          "{\"tables\":{\"hash\":{\"keys\":[{\"a\":\"x\"},{\"a\":\"x\"}]}}}",
          "{\"tables\":{\"hash\":{\"keys\":[{\"a\":\"x\"}],\"field\":\"a\"}}}",
          "{\"tables\":{\"hash\":{\"keys\":[" + keys.substring(0, keys.length() - 1) + "]}}}"
        }) {
      assertEquals(400, post("batch/get", bad).status(), bad);
    }
    for (String bad :
        new String[] {
          "{\"tables\":{\"hash\":[]}}",
          "{\"tables\":{\"hash\":[{}]}}",
          "{\"tables\":{\"hash\":[{\"put\":{\"a\":\"1\"},\"delete\":{\"a\":\"1\"}}]}}",
          "{\"tables\":{\"hash\":[{\"put\":1}]}}",
          "{\"tables\":{\"hash\":[{\"put\":null}]}}",
          "{\"tables\":{\"hash\":[{\"delete\":{\"a\":\"1\",\"b\":2}}]}}"
        }) {
      assertEquals(400, post("batch/write", bad).status(), bad);
    }
    assertEquals(
        404, post("batch/write", "{\"tables\":{\"none\":[{\"delete\":{\"a\":\"1\"}}]}}").status());
  }

  private static final String TRANSFER =
      """
      {"actions": [
        {"table": "hash", "update": {"a": "ann"}, "expression": "SET n = n - :n",
         "condition": "n >= :n", "values": {":n": 4}},
        {"table": "hash", "update": {"a": "bob"}, "expression": "SET #n = #n + :n",
         "names": {"#n": "n"}, "values": {":n": 4}},
        {"table": "range", "put": {"a": "t", "b": "1"}},
        {"table": "range", "delete": {"a": "t", "b": "0"}},
        {"table": "range", "check": {"a": "t", "b": "2"}, "condition": "attribute_not_exists(a)"}
      ]}
      """;

  @Test
  void aTransactionIsCarriedOutOnceByItsKeyOrNotAtAll() {
    put("ann", 5);
    put("bob", 0);
    assertEquals(204, post("transactions/write", TRANSFER, "Idempotency-Key", "one").status());
    assertEquals(
        204, post("transactions/write", TRANSFER, "Idempotency-Key", "\"one\"").status(), "again");
    String read =
        """
        {"items": [{"table": "hash", "key": {"a": "ann"}},
                   {"table": "hash", "key": {"a": "bob"}, "fields": "n"},
                   {"table": "hash", "key": {"a": "eve"}}]}""";
    assertEquals(
        "200 {\"items\":[{\"a\":\"ann\",\"n\":1},{\"n\":4},null]}",
        post("transactions/get", read).toString());
    Answer other = post("transactions/write", TRANSFER.replace("4", "3"), "Idempotency-Key", "one");
    assertEquals(422, other.status(), other.body());
    Answer failed = post("transactions/write", TRANSFER, "Prefer", "return=representation");
    assertEquals(409, failed.status());
    assertTrue(failed.body().contains("\"code\":\"TransactionCanceled\""), failed.body());
    assertTrue(
        failed
            .body()
            .contains(
                "\"reasons\":[{\"code\":\"ConditionalCheckFailed\",\"detail\":"
                    + "\"The conditional request failed\",\"item\":{\"a\":\"ann\",\"n\":1}},"
                    + "{\"code\":\"None\"}"),
        failed.body());
  }

  @Test
  void badTransactionsAreToldSo() {
    for (String bad :
        new String[] {
          "{}",
          "{\"actions\":[]}",
          "{\"actions\":[{}]}",
          "{\"actions\":[{\"table\":\"hash\"}]}",
          "{\"actions\":[{\"put\":{\"a\":\"1\"}}]}",
          "{\"actions\":[{\"table\":\"hash\",\"update\":{\"a\":\"1\"}}]}",
          "{\"actions\":[{\"table\":\"hash\",\"check\":{\"a\":\"1\"}}]}",
          "{\"actions\":[{\"table\":\"hash\",\"put\":{\"a\":\"1\"},\"expression\":\"SET b = a\"}]}"
        }) {
      assertEquals(400, post("transactions/write", bad).status(), bad);
    }
    Answer long37 = post("transactions/write", TRANSFER, "Idempotency-Key", "k".repeat(37));
    assertEquals(400, long37.status());
    assertEquals(400, post("transactions/get", "{\"items\":[{\"table\":\"hash\"}]}").status());
  }

  @Test
  void statementsReadAndWrite() {
    assertEquals(
        "200 {\"items\":[],\"count\":0}",
        post("sql", "{\"statement\":\"INSERT INTO hash VALUE {'a': ?}\",\"parameters\":[\"x\"]}")
            .toString());
    Answer twice =
        post("sql", "{\"statement\":\"INSERT INTO hash VALUE {'a': ?}\",\"parameters\":[\"x\"]}");
    assertEquals(409, twice.status());
    assertTrue(twice.body().contains("\"code\":\"ItemExists\""), twice.body());
    assertEquals(
        "200 {\"items\":[{\"a\":\"x\",\"s\":{\"$ns\":[1]}}],\"count\":1}",
        post(
                "sql",
                """
                {"statement": "UPDATE hash SET s = ? WHERE a = 'x' RETURNING ALL NEW *",
                 "parameters": [{"$ns": [1]}]}""")
            .toString());
    for (String bad :
        new String[] {
          "{}",
          "{\"statement\":\"\"}",
          "{\"statement\":\"SELECT\"}",
          "{\"statement\":\"" + "x".repeat(8193) + "\"}",
          "{\"statement\":\"SELECT * FROM hash\",\"parameters\":[1]}",
          "{\"statement\":\"SELECT * FROM hash\",\"limit\":0}",
          "{\"statement\":\"SELECT * FROM hash\",\"cursor\":\"!\"}"
        }) {
      assertEquals(400, post("sql", bad).status(), bad);
    }
  }

  @Test
  void aSelectHasPagesOrLines() {
    for (int i = 0; i < 5; i++) {
      put("k" + i, i);
    }
    String first = "{\"statement\":\"SELECT n FROM hash\",\"limit\":2}";
    String answer = post("sql", first).body();
    int found = 0;
    int pages = 1;
    for (Matcher cursor = cursorOf(answer); cursor.find(); cursor = cursorOf(answer)) {
      found += count(answer);
      pages++;
      String next = first.replace("}", ",\"cursor\":\"" + cursor.group(1) + "\"}");
      answer = post("sql", next).body();
      assertEquals(
          400, post("sql", next.replace("SELECT n", "SELECT *")).status(), "another statement");
    }
    assertEquals(5, found + count(answer));
    assertTrue(pages >= 3, pages + " pages");
    Answer lines = post("sql", first, "Accept", "application/x-ndjson");
    assertEquals(5, lines.body().lines().filter(line -> line.startsWith("{\"n\":")).count());
  }

  private static Matcher cursorOf(String body) {
    return Pattern.compile("\"cursor\":\"([^\"]+)\"").matcher(body);
  }

  private static int count(String body) {
    Matcher count = Pattern.compile("\"count\":(\\d+)").matcher(body);
    assertTrue(count.find(), body);
    return Integer.parseInt(count.group(1));
  }

  @Test
  void severalStatementsEachForItselfOrTogether() {
    put("x", 1);
    assertEquals(
        "200 {\"results\":[{\"table\":\"hash\",\"item\":{\"n\":1}},{\"table\":\"hash\"},"
            + "{\"error\":{\"code\":\"ValidationError\",\"detail\":",
        post(
                "sql/batch",
                """
                {"statements": [
                  {"statement": "SELECT n FROM hash WHERE a = ?", "parameters": ["x"]},
                  {"statement": "SELECT n FROM hash WHERE a = ?", "parameters": ["y"]},
                  {"statement": "SELEC"}]}""")
            .toString()
            .substring(0, 109));
    String move =
        """
        {"statements": [
          {"statement": "UPDATE hash SET n = n + 1 WHERE a = 'x'"},
          {"statement": "INSERT INTO hash VALUE {'a': 'y'}"}]}""";
    assertEquals(
        "200 {\"items\":[null,null]}",
        post("sql/transaction", move, "Idempotency-Key", "m").toString());
    assertEquals(200, post("sql/transaction", move, "Idempotency-Key", "m").status());
    Answer failed = post("sql/transaction", move);
    assertEquals(409, failed.status());
    assertTrue(failed.body().contains("DuplicateItem"), failed.body());
    assertEquals(
        "200 {\"a\":\"x\",\"n\":2}", api.send("GET", "/v1/tables/hash/items/x", "").toString());
  }
}
