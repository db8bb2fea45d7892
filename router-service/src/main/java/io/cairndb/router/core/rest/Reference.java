package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.WireBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the API says of itself: an OpenAPI document, and a page that shows it. Immutable. */
final class Reference {
  static final String OPENAPI = "/v1/openapi.json";
  static final String DOCS = "/v1/docs";

  private static final String VERSION =
      new String(read("version.txt"), StandardCharsets.UTF_8).strip();

  private final byte[] openApi = read("openapi.json");
  private final byte[] page = read("docs.html");

  List<Route> routes() {
    return List.of(
        Route.of("GET", OPENAPI, call -> reply(Reply.JSON, openApi)),
        Route.of("GET", DOCS, call -> reply("text/html; charset=utf-8", page)));
  }

  /** The version of this server. */
  static String version() {
    return VERSION;
  }

  private static CompletableFuture<Reply> reply(String contentType, byte[] body) {
    WireBuffer buffer = new WireBuffer(body.length).put(body, 0, body.length);
    return new Reply(200, contentType, buffer, Map.of(), null).now();
  }

  private static byte[] read(String resource) {
    try (InputStream in = Reference.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in this build: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
