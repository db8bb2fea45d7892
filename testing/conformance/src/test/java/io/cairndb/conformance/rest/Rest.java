package io.cairndb.conformance.rest;

import io.cairndb.reference.process.CairnTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the API, on one server for all tests. Thread-safe. */
final class Rest {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Rest() {}

  /** Started by the first test that needs it; ends with the JVM. */
  private static final class Shared {
    static final URI ADDRESS = address();

    @SuppressWarnings("MustBeClosed") // closed by the shutdown hook of the process
    private static URI address() {
      CairnTarget target = CairnTarget.open();
      Runtime.getRuntime().addShutdownHook(new Thread(target::close));
      return target.address();
    }
  }

  /** An answer, its body as text. */
  record Answer(int status, HttpResponse<String> response) {
    String body() {
      return response.body();
    }

    /** A field of the head; empty when there is none. */
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + body();
    }
  }

  static URI address() {
    return Shared.ADDRESS;
  }

  /**
   * Sends a request.
   *
   * @param path from the root, as it is to go on the wire
   * @param headers names and values in turn
   */
  static Answer send(String method, String path, String body, String... headers) {
    String root = address().toString().replaceAll("/$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException failed) {
      throw new UncheckedIOException(method + " " + path, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  static Answer get(String path) {
    return send("GET", path, "");
  }

  /** A table name nobody used before. */
  static String freshName() {
    return "rest-" + Long.toString(System.nanoTime(), 36) + TABLES.incrementAndGet();
  }

  /** Creates a table with these members beside its name; returns its path. */
  static String table(String members) {
    String name = freshName();
    Answer made = send("POST", "/v1/tables", "{\"name\": \"" + name + "\", " + members + "}");
    if (made.status() != 201) {
      throw new AssertionError(made.toString());
    }
    return "/v1/tables/" + name;
  }
}
