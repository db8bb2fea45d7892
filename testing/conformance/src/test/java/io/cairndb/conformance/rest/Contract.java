package io.cairndb.conformance.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.cairndb.conformance.rest.Rest.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the OpenAPI document of the server promises: answers are held against it, and it is noted
 * which of its promises were tried. Confined to a test.
 */
final class Contract {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final SchemaRegistry schemas = SchemaRegistry.withDialect(Dialects.getDraft202012());
  private final ObjectNode document;
  private final Set<String> tried = new TreeSet<>();

  Contract(String document) {
    this.document = (ObjectNode) JSON.readTree(document);
  }

  JsonNode document() {
    return document;
  }

  /** Methods with the statuses they may answer with, such as {@code GET /v1 200}. */
  Set<String> promises() {
    Set<String> promises = new TreeSet<>();
    operations()
        .forEach(
            operation ->
                operation
                    .definition()
                    .get("responses")
                    .propertyNames()
                    .forEach(status -> promises.add(operation.name() + " " + status)));
    return promises;
  }

  /** Those that an answer was seen for. */
  Set<String> tried() {
    return tried;
  }

  /** An operation of the document. */
  record Operation(String name, JsonNode definition) {}

  Stream<Operation> operations() {
    return document.get("paths").propertyStream().flatMap(Contract::operations);
  }

  private static Stream<Operation> operations(Map.Entry<String, JsonNode> path) {
    return path.getValue()
        .propertyStream()
        .filter(method -> METHODS.contains(method.getKey()))
        .map(
            method ->
                new Operation(
                    method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                    method.getValue()));
  }

  /** Holds the answer to a request of {@code template} against what it says. */
  Answer check(String method, String template, Answer answer) {
    JsonNode path = document.get("paths").get(template);
    assertNotNull(path, "no path " + template);
    JsonNode operation = path.get(method.toLowerCase(Locale.ROOT));
    assertNotNull(operation, "no " + method + " of " + template);
    JsonNode responses = operation.get("responses");
    String status = String.valueOf(answer.status());
    if (!responses.has(status)) {
      assertTrue(answer.status() >= 400, method + " " + template + " promises no " + answer);
      status = "default";
    }
    tried.add(method + " " + template + " " + status);
    String place = method + " " + template + " " + answer;
    JsonNode response = target(responses.get(status));
    checkBody(response.get("content"), answer, place);
    checkHeaders(response.get("headers"), answer, place, status.equals("default"));
    return answer;
  }

  private void checkBody(@Nullable JsonNode content, Answer answer, String place) {
    if (answer.body().isEmpty()) {
      return;
    }
    assertNotNull(content, "no body is promised: " + place);
    String type = answer.header("content-type").replaceFirst(";.*", "");
    JsonNode promised = content.get(type);
    assertNotNull(promised, type + " is not promised: " + place);
    if (type.endsWith("/json") || type.endsWith("+json")) {
      assertEquals(
          "[]",
          schema(promised.get("schema")).validate(answer.body(), InputFormat.JSON).toString(),
          place);
    }
  }

  private void checkHeaders(
      @Nullable JsonNode headers, Answer answer, String place, boolean optional) {
    if (headers == null) {
      return;
    }
    headers
        .propertyStream()
        .forEach(
            header -> {
              String value = answer.header(header.getKey());
              assertTrue(optional || !value.isEmpty(), header.getKey() + " is promised: " + place);
              JsonNode pattern = target(header.getValue()).get("schema").get("pattern");
              if (pattern != null && !value.isEmpty()) {
                assertTrue(value.matches(pattern.asString()), header.getKey() + ": " + value);
              }
            });
  }

  /** A schema of the document, with the others that it refers to. */
  Schema schema(JsonNode part) {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.set("components", document.get("components"));
    whole.set("allOf", JSON.createArrayNode().add(part));
    return schemas.getSchema(whole);
  }

  private JsonNode target(JsonNode part) {
    JsonNode reference = part.get("$ref");
    return reference == null ? part : document.at(reference.asString().substring(1));
  }
}
