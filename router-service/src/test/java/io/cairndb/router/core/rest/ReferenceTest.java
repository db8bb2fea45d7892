package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document has every route, and no other. */
class ReferenceTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @Test
  void theDocumentHasTheRoutesThereAre() throws Exception {
    try (RestFixture api = new RestFixture()) {
      Set<String> routes = new TreeSet<>();
      api.door.routes().forEach(route -> routes.add(route.method() + " " + route.template()));
      assertEquals(routes, documented(api.send("GET", "/v1/openapi.json", "").body()));
      assertTrue(api.send("GET", "/v1/docs", "").body().contains("/v1/openapi.json"));
    }
  }

  private static Set<String> documented(String document) {
    Set<String> found = new TreeSet<>();
    JsonReader json = new JsonReader().reset(document.getBytes(StandardCharsets.UTF_8));
    json.beginObject();
    while (json.nextName()) {
      if (json.textString().equals("paths")) {
        paths(json, found);
      } else {
        json.skipValue();
      }
    }
    json.requireEnd();
    return found;
  }

  private static void paths(JsonReader json, Set<String> found) {
    json.beginObject();
    while (json.nextName()) {
      String path = json.textString();
      json.beginObject();
      while (json.nextName()) {
        String member = json.textString();
        if (METHODS.contains(member)) {
          found.add(member.toUpperCase(Locale.ROOT) + " " + path);
        }
        json.skipValue();
      }
    }
  }
}
