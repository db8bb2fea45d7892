package io.cairndb.router.core.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void everyKindOfProblemIsDescribedWhereItsTypeLeads() throws Exception {
    String guide =
        Files.readString(Path.of(System.getProperty("cairn.root", "..")).resolve("docs/rest.md"));
    try (RestFixture api = new RestFixture()) {
      String document = api.send("GET", "/v1/openapi.json", "").body();
      for (ProblemCode code : ProblemCode.values()) {
        String name = code.wireName();
        assertTrue(document.contains("\"const\": \"" + name + "\""), name + " in openapi.json");
        assertTrue(
            document.contains("\"title\": \"" + code.status() + ": " + code.title() + "\""),
            name + " has its status and title in openapi.json");
        assertTrue(
            guide.contains("\n### " + name + "\n\n" + code.status() + ". "),
            name + " has a section in docs/rest.md");
      }
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
