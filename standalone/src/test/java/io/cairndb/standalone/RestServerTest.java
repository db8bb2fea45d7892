package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.Durability;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The REST API of a whole server, over HTTP. */
class RestServerTest {
  private static final int ITEMS = 60;

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> call(
      StandaloneServer server, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.endpoint().resolve("/v1").toString() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void tablesItemsAndStreamsOfLines() throws Exception {
    StandaloneOptions options =
        new StandaloneOptions("127.0.0.1", 0, Path.of("unused"), true, Durability.SYNC, 2);
    try (StandaloneServer server = StandaloneServer.start(options)) {
      HttpResponse<String> made =
          call(server, "POST", "/tables", "{\"name\":\"notes\",\"partitionKey\":\"id\"}");
      assertEquals(201, made.statusCode(), made.body());
      assertTrue(made.body().contains("\"status\":\"active\""), made.body());
      String text = "x".repeat(100_000);
      for (int i = 0; i < ITEMS; i++) {
        HttpResponse<String> put =
            call(server, "PUT", "/tables/notes/items/" + i, "{\"text\":\"" + text + "\"}");
        assertEquals(201, put.statusCode(), put.body());
        assertTrue(put.headers().firstValue("ETag").isPresent());
      }
      HttpResponse<String> lines =
          call(server, "GET", "/tables/notes/items", "", "Accept", "application/x-ndjson");
      assertEquals("chunked", lines.headers().firstValue("Transfer-Encoding").orElse(""));
      assertEquals(ITEMS, lines.body().lines().distinct().count());
      assertEquals(204, call(server, "DELETE", "/tables/notes/items/1", "").statusCode());
      assertEquals(404, call(server, "GET", "/tables/notes/items/1", "").statusCode());
      assertEquals(204, call(server, "DELETE", "/tables/notes", "").statusCode());
      assertEquals(404, call(server, "GET", "/tables/notes", "").statusCode());
    }
  }
}
