package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.cairndb.conformance.rest.Rest.Answer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** An item that expired is gone for preconditions too: its version is nobody's any more. */
class ExpiryIT {
  @Test
  void versionsEndWithTheItemThatExpired() {
    String table = Rest.table("\"partitionKey\": \"a\"");
    assertEquals(200, Rest.send("PUT", table + "/ttl", "{\"attribute\": \"until\"}").status());
    String item = table + "/items/k";
    long past = Instant.now().minusSeconds(60).getEpochSecond();
    Answer put = Rest.send("PUT", item, "{\"until\": " + past + "}");
    assertEquals(201, put.status());
    String version = put.header("etag");

    Waiting.until("expired", () -> Rest.get(item).status() == 404);
    assertEquals(412, Rest.send("PUT", item, "{}", "If-Match", version).status());
    assertEquals(412, Rest.send("PUT", item, "{}", "If-Match", "*").status());
    assertEquals(412, Rest.send("DELETE", item, "", "If-Match", version).status());
    assertEquals(404, Rest.get(item).status(), "nothing was written");

    Answer again = Rest.send("PUT", item, "{\"n\": 1}", "If-None-Match", "*");
    assertEquals(201, again.status());
    assertNotEquals(version, again.header("etag"));
    assertEquals(again.header("etag"), Rest.get(item).header("etag"));
    assertEquals(412, Rest.send("DELETE", item, "", "If-Match", version).status());
  }
}
