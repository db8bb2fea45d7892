package io.cairndb.reference.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Calls one server over plain HTTP/1.1 with an unsigned but well-formed credential. Thread-safe.
 */
public final class Endpoint implements AutoCloseable {
  /** A credential every server that does not verify signatures accepts. */
  public static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=cairn/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
          + "0".repeat(64);

  private final URI address;
  private final HttpClient http;

  /** A client of the server at, say, {@code http://localhost:8000}. */
  public Endpoint(URI address) {
    this.address = address;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /** Where the server listens. */
  public URI address() {
    return address;
  }

  /** Calls an operation of the database, or one of streams when named {@code Streams:Name}. */
  public Reply call(String operation, Map<String, Object> request) throws IOException {
    String target =
        operation.startsWith("Streams:")
            ? "DynamoDBStreams_20120810." + operation.substring("Streams:".length())
            : "DynamoDB_20120810." + operation;
    HttpRequest message =
        HttpRequest.newBuilder(address.resolve("/"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization", AUTHORIZATION)
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(message, HttpResponse.BodyHandlers.ofByteArray());
      checkChecksum(response);
      String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
      return new Reply(response.statusCode(), bodyOf(text));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  /** The text that {@code GET /} answers, empty when nobody listens. */
  public String health() {
    HttpRequest message =
        HttpRequest.newBuilder(address.resolve("/")).timeout(Duration.ofSeconds(2)).GET().build();
    try {
      HttpResponse<String> response = http.send(message, HttpResponse.BodyHandlers.ofString());
      return "status " + response.statusCode() + " " + response.body();
    } catch (IOException unreachable) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static Map<String, Object> bodyOf(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    try {
      return Json.parseObject(text);
    } catch (IllegalArgumentException notJson) {
      return Map.of("notJson", text);
    }
  }

  private static void checkChecksum(HttpResponse<byte[]> response) throws IOException {
    String claimed = response.headers().firstValue("x-amz-crc32").orElse("");
    if (claimed.isEmpty()) {
      return;
    }
    CRC32 actual = new CRC32();
    actual.update(response.body());
    if (!claimed.equals(Long.toString(actual.getValue()))) {
      throw new IOException("x-amz-crc32 is " + claimed + ", the body has " + actual.getValue());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
